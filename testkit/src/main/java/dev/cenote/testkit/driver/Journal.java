package dev.cenote.testkit.driver;

import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The driver calls up to one moment, oldest first. Immutable. */
public final class Journal {

  private final List<DriverCall> calls;

  Journal(List<DriverCall> calls) {
    this.calls = List.copyOf(calls);
  }

  /** The calls themselves. */
  public List<DriverCall> calls() {
    return calls;
  }

  /** Only the calls of the physical connection with this number. */
  public Journal onConnection(int number) {
    return filtered(call -> call.connection() == number);
  }

  /** Only the calls with one of these names, as {@link FakeDatabase#on} takes them. */
  public Journal only(String... sites) {
    Set<String> wanted = names(sites);
    return filtered(call -> wanted.contains(call.method()));
  }

  /** All calls but those with one of these names. */
  public Journal without(String... sites) {
    Set<String> unwanted = names(sites);
    return filtered(call -> !unwanted.contains(call.method()));
  }

  /** The bare names, such as {@code setAutoCommit}. */
  public List<String> methods() {
    return calls.stream().map(DriverCall::method).toList();
  }

  /** Names with arguments, such as {@code setAutoCommit(false)}. */
  public List<String> texts() {
    return calls.stream().map(DriverCall::text).toList();
  }

  @Override
  public String toString() {
    return calls.stream().map(DriverCall::toString).collect(Collectors.joining("\n"));
  }

  private Journal filtered(Predicate<DriverCall> wanted) {
    return new Journal(calls.stream().filter(wanted).toList());
  }

  private static Set<String> names(String... sites) {
    return Stream.of(sites).map(CallSite::named).collect(Collectors.toSet());
  }
}

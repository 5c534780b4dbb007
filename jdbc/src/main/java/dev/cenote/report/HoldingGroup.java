package dev.cenote.report;

import dev.cenote.error.TimeText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Borrowed connections whose borrowers do the same. Never empty. */
final class HoldingGroup {

  private final List<Holding> members;

  private HoldingGroup(List<Holding> members) {
    this.members = members;
  }

  /** The largest first, then the one held longest. */
  static List<HoldingGroup> of(List<Holding> holdings) {
    Map<String, List<Holding>> alike = new LinkedHashMap<>();
    for (Holding holding : holdings) {
      alike.computeIfAbsent(holding.likeness(), key -> new ArrayList<>()).add(holding);
    }
    return alike.values().stream()
        .map(HoldingGroup::new)
        .sorted(
            Comparator.comparingInt(HoldingGroup::size)
                .thenComparingLong(HoldingGroup::longest)
                .reversed())
        .toList();
  }

  int size() {
    return members.size();
  }

  private long longest() {
    return members.stream().mapToLong(Holding::heldNanos).max().orElse(0);
  }

  private long shortest() {
    return members.stream().mapToLong(Holding::heldNanos).min().orElse(0);
  }

  /** {@code 7x held 4.0 s to 29.0 s}. */
  String counts() {
    return size() + "x held " + span(shortest(), longest());
  }

  private static String span(long from, long to) {
    String first = TimeText.ofNanos(from);
    String last = TimeText.ofNanos(to);
    return first.equals(last) ? last : first + " to " + last;
  }

  /** Where they are and what they do there, in one phrase without numbers. */
  String place() {
    Holding one = members.get(0);
    if (one.isLeaked()) {
      String borrowed = one.site().isEmpty() ? "" : " (borrowed at " + one.site() + ")";
      return "thread \"" + one.thread() + "\" has ended" + borrowed;
    }
    StringBuilder text = new StringBuilder();
    if (!one.site().isEmpty()) {
      text.append("borrowed at ").append(one.site()).append(", ");
    }
    Activity activity = one.activity();
    if (activity.kind() == Activity.Kind.UNKNOWN) {
      return text + (one.strayed() ? "used by other threads" : "borrower not known");
    }
    String path = activity.path();
    text.append(path.isEmpty() ? "thread \"" + one.thread() + "\"" : path);
    if (!activity.call().isEmpty()) {
      text.append(", now in ").append(activity.call());
    }
    return text.toString();
  }

  /** Since when the database is not asked, or is busy, and what is open there. */
  String details() {
    Holding one = members.get(0);
    long quiet = members.stream().mapToLong(Holding::quietNanos).max().orElse(0);
    long open = members.stream().filter(Holding::inTransaction).count();
    StringBuilder text = new StringBuilder();
    if (one.isInDriver()) {
      text.append(", the last call began ").append(TimeText.ofNanos(quiet)).append(" ago");
    } else if (quiet > 0 && one.isKnown()) {
      text.append(", no JDBC call for ").append(TimeText.ofNanos(quiet));
    }
    if (open > 0) {
      text.append(open == size() ? ", transaction open" : ", transaction open in " + open);
    }
    return text.toString();
  }
}

package dev.cenote.faults.client;

import dev.cenote.faults.client.Request.End;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What clients have seen.
 *
 * @param requests those that have ended
 * @param running how long those wait by now that have no connection yet, in nanoseconds
 * @param calling since when those have their connection who have not given it back yet, as {@code
 *     System.nanoTime()}
 */
public record Diary(List<Request> requests, List<Long> running, List<Long> calling) {

  /** How long the longest getConnection took, or takes by now, in nanoseconds; 0 if none. */
  public long longestWait() {
    return Stream.concat(requests.stream().map(Request::waited), running.stream())
        .mapToLong(Long::longValue)
        .max()
        .orElse(0);
  }

  /** When the first request that began at this moment or later had a connection that worked. */
  public OptionalLong firstServed(long since) {
    return requests.stream()
        .filter(request -> request.end() == End.SERVED && request.acquired() - since >= 0)
        .mapToLong(Request::ended)
        .reduce((one, other) -> one - other <= 0 ? one : other);
  }

  /** When the first failure since this moment was told to a client, not when it had given back. */
  public OptionalLong firstTrouble(long since) {
    return requests.stream()
        .filter(request -> request.end() != End.SERVED && request.told() - since >= 0)
        .mapToLong(Request::told)
        .reduce((one, other) -> one - other <= 0 ? one : other);
  }

  /** When the last failure since this moment was told to a client. */
  public OptionalLong lastTrouble(long since) {
    return requests.stream()
        .filter(request -> request.end() != End.SERVED && request.told() - since >= 0)
        .mapToLong(Request::told)
        .reduce((one, other) -> one - other >= 0 ? one : other);
  }

  /** How many requests were served. */
  public int served() {
    return count(request -> request.end() == End.SERVED);
  }

  /** When the last request ended. */
  public long lastEnd() {
    return requests.stream()
        .mapToLong(Request::ended)
        .reduce((one, other) -> one - other >= 0 ? one : other)
        .orElseThrow();
  }

  /** How many requests that began at this moment or later ended so. */
  public int count(End end, long since) {
    return count(request -> request.end() == end && request.began() - since >= 0);
  }

  /** How many there are like this. */
  public int count(Predicate<Request> wanted) {
    return (int) requests.stream().filter(wanted).count();
  }
}

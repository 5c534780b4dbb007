package dev.cenote.testkit.driver;

/**
 * One call that reached the driver.
 *
 * @param order its place among all calls of the database, from 1
 * @param connection the number of the physical connection (for {@code connect}: of the attempt)
 * @param method the name of the call, as {@link FakeDatabase#on} takes it
 * @param text method and arguments, such as {@code setAutoCommit(false)}; never a password
 * @param threadName the calling thread's name
 * @param threadId the calling thread's id
 */
public record DriverCall(
    long order, int connection, String method, String text, String threadName, long threadId) {

  @Override
  public String toString() {
    return order + " #" + connection + " " + text + " by " + threadName;
  }
}

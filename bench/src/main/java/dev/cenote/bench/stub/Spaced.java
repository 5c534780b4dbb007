package dev.cenote.bench.stub;

/**
 * Keeps the one thing that an object of the driver writes two cache lines away from what lies
 * before and behind it in memory. Else two connections may share a line, by chance, and in one run
 * of three two threads that have one each need twice as long: no real connection is so small.
 * HotSpot lays the fields of a class behind those of the one that it extends.
 */
@SuppressWarnings("unused") // what takes room
final class Spaced {

  private Spaced() {}

  /** What lies before it. */
  abstract static class Before {

    private int gap; // behind the header, in which the flag would lie
    private long a0, a1, a2, a3, a4, a5, a6, a7, a8, a9, a10, a11, a12, a13, a14, a15;
  }

  /** What is written. */
  abstract static class Flag extends Before {

    boolean flag;
  }

  /** And what lies behind it. */
  abstract static class State extends Flag {

    private long b0, b1, b2, b3, b4, b5, b6, b7, b8, b9, b10, b11, b12, b13, b14, b15;
  }
}

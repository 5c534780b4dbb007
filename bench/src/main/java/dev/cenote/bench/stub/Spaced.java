package dev.cenote.bench.stub;

/**
 * Keeps what the driver writes two cache lines away from what lies before it in memory. Else two
 * connections may share a line, by chance, and in one run of three two threads that have one each
 * need twice as long: no real connection is so small.
 */
abstract class Spaced {

  @SuppressWarnings("unused") // HotSpot would put what is written there, before the others
  private int gap;

  @SuppressWarnings("unused") // it takes room
  private long r0, r1, r2, r3, r4, r5, r6, r7, r8, r9, r10, r11, r12, r13, r14, r15;
}

package dev.cenote.core;

/**
 * Where a resource was borrowed, and by which thread. It is an exception because that is a stack.
 */
@SuppressWarnings("serial") // never serialised: it lives between the engine and its caller
class BorrowSite extends Exception {

  private final Thread thread = Thread.currentThread();

  BorrowSite() {
    super("borrowed here by thread " + Thread.currentThread().getName());
  }

  /** Who borrows. */
  Thread thread() {
    return thread;
  }
}

package dev.cenote.faults.server;

/** What is wrong with a server until somebody ends it. */
@FunctionalInterface
public interface Trouble {

  /** It is over by itself. */
  Trouble NONE = () -> {};

  /** Ends it. */
  void end() throws Exception;
}

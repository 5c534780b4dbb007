package dev.cenote.faults.cell;

/** This machine lacks what an experiment needs. */
public final class MissingException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Says what is missing. */
  public MissingException(String what) {
    super(what);
  }
}

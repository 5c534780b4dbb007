package dev.cenote.testkit.database;

import java.io.Writer;

/** Where Derby writes its log: it wants the name of a static field of a public class. */
public final class DerbySilence {

  /** Writes nothing. */
  public static final Writer NOWHERE = Writer.nullWriter();

  private DerbySilence() {}
}

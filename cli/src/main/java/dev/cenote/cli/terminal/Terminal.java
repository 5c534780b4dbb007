package dev.cenote.cli.terminal;

import java.io.Console;
import java.io.PrintStream;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Standard output and error, and what their reader can show. Texts are written with Unicode and
 * become ASCII here where that is all there is. Any thread.
 */
public final class Terminal {

  private final PrintStream out;
  private final PrintStream err;
  private final boolean interactive;
  private final boolean unicode;
  private final boolean colour;

  /**
   * A terminal on these streams.
   *
   * @param interactive whether a person watches {@code out}, so that a line may change
   * @param unicode whether block characters can be shown
   * @param colour whether escape codes for colours are understood and wanted
   */
  public Terminal(
      PrintStream out, PrintStream err, boolean interactive, boolean unicode, boolean colour) {
    this.out = out;
    this.err = err;
    this.interactive = interactive;
    this.unicode = unicode;
    this.colour = colour;
  }

  /** The one that this process was started from. */
  public static Terminal ofSystem(Environment environment) {
    boolean interactive = isTerminal();
    boolean colour =
        interactive
            && isEmpty(environment.get("NO_COLOR"))
            && !"dumb".equals(environment.get("TERM"));
    return new Terminal(System.out, System.err, interactive, showsUnicode(), colour);
  }

  /** Whether a person watches standard output. */
  public boolean interactive() {
    return interactive;
  }

  /** Whether colours are understood and wanted. */
  public boolean colour() {
    return colour;
  }

  /** Writes a line of the result to standard output. */
  public void print(String line) {
    out.println(shown(line));
  }

  /** Writes text that other programs read to standard output, as it is. */
  public void printRaw(String text) {
    out.print(text);
    out.flush();
  }

  /** Says on standard error what is being done or what went wrong. */
  public void say(String line) {
    err.println(shown("cenote: " + line));
  }

  /**
   * Where a state that changes is shown: standard output, or error if output must be kept clean.
   */
  public LiveLine liveLine(boolean keepOutputClean) {
    PrintStream stream = keepOutputClean ? err : out;
    return new LiveLine(text -> write(stream, text), interactive && !keepOutputClean);
  }

  /** Standard output, for what has a form of its own: help. */
  public PrintStream out() {
    return out;
  }

  /** Standard error, for what has a form of its own: stack traces. */
  public PrintStream err() {
    return err;
  }

  /** The text as this terminal can show it. */
  public String shown(String text) {
    return unicode ? text : Ascii.of(text);
  }

  private void write(PrintStream stream, String text) {
    stream.print(shown(text));
    stream.flush();
  }

  private static boolean isEmpty(@Nullable String text) {
    return text == null || text.isEmpty();
  }

  /** Before JDK 22 there is a Console only on a terminal; since then it must be asked. */
  @SuppressWarnings("SystemConsoleNull")
  private static boolean isTerminal() {
    Console console = System.console();
    if (console == null) {
      return false;
    }
    try {
      MethodHandle asks =
          MethodHandles.publicLookup()
              .findVirtual(Console.class, "isTerminal", MethodType.methodType(boolean.class));
      return (boolean) asks.invokeExact(console);
    } catch (NoSuchMethodException before22) {
      return true;
    } catch (Throwable unexpected) {
      return false;
    }
  }

  /** The first of these that the running JDK has is the encoding of standard output. */
  private static boolean showsUnicode() {
    return Stream.of("stdout.encoding", "sun.stdout.encoding", "native.encoding")
        .map(System::getProperty)
        .filter(encoding -> encoding != null)
        .findFirst()
        .map(encoding -> encoding.toUpperCase(Locale.ROOT).replace("-", "").equals("UTF8"))
        .orElse(false);
  }
}

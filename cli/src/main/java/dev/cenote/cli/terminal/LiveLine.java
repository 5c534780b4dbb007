package dev.cenote.cli.terminal;

import java.util.function.Consumer;

/**
 * A state that changes: on a terminal one line that is written over and over, elsewhere a plain
 * line now and then. Used by one thread.
 */
public final class LiveLine {

  /** How many updates share one plain line. */
  static final int UPDATES_PER_PLAIN_LINE = 10;

  /** A longer line would wrap, and then could not be written over. */
  static final int WIDTH_MAX = 79;

  private final Consumer<String> writer;
  private final boolean live;
  private int width;
  private int updates;

  LiveLine(Consumer<String> writer, boolean live) {
    this.writer = writer;
    this.live = live;
  }

  /** Shows the state as it is now. */
  public void update(String text) {
    if (live) {
      // Blanks rather than an escape code: every terminal understands them.
      String shown = text.substring(0, Math.min(text.length(), WIDTH_MAX));
      writer.accept("\r" + shown + " ".repeat(Math.max(0, width - shown.length())));
      width = shown.length();
    } else if (updates++ % UPDATES_PER_PLAIN_LINE == 0) {
      writer.accept(text + System.lineSeparator());
    }
  }

  /** Leaves the last state standing; the next output begins on a line of its own. */
  public void end() {
    if (live && width > 0) {
      writer.accept(System.lineSeparator());
      width = 0;
    }
  }
}

package dev.cenote.cli.terminal;

import org.jspecify.annotations.Nullable;

/** The environment variables that a process was started with. */
@FunctionalInterface
public interface Environment {

  /** The value of a variable, or null if it is not set. */
  @Nullable String get(String name);
}

package dev.cenote.config;

import dev.cenote.core.event.PoolEvent;
import dev.cenote.core.event.PoolListener;
import dev.cenote.event.ConnectionCustomizer;
import dev.cenote.event.ConnectionListener;

/** Parts that text can name: any two of a class are equal. */
public final class SampleParts {

  private SampleParts() {}

  /** Takes part in nothing. */
  public record Customizer() implements ConnectionCustomizer {}

  /** Hears and does nothing. */
  public record Listener() implements ConnectionListener {}

  /** Hears and does nothing. */
  public record OfPool() implements PoolListener {

    @Override
    public void on(PoolEvent event) {}
  }
}

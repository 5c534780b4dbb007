package dev.cenote.testkit.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cenote.event.ConnectionContext;
import dev.cenote.event.ConnectionCustomizer;
import dev.cenote.event.ConnectionListener;
import dev.cenote.event.ResetState;
import dev.cenote.testkit.contract.Stage;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Writes down what is told of connections, by customizers and listeners alike. */
public final class EventLog {

  /** What was told: the name of the method, the connection's context, the cause or error. */
  public record Entry(String event, ConnectionContext context, @Nullable Throwable cause) {}

  private final List<Entry> entries = new CopyOnWriteArrayList<>();
  private final List<ResetState> resets = new CopyOnWriteArrayList<>();

  /** One that takes part in nothing and writes down when it could have. */
  public ConnectionCustomizer customizer() {
    return new ConnectionCustomizer() {
      @Override
      public void onFirstConnect(Connection connection, ConnectionContext context) {
        add("onFirstConnect", context);
      }

      @Override
      public void onConnect(Connection connection, ConnectionContext context) {
        add("onConnect", context);
      }

      @Override
      public void onCheckout(Connection connection, ConnectionContext context) {
        add("onCheckout", context);
      }

      @Override
      public void onReset(Connection connection, ResetState state, ConnectionContext context) {
        add("onReset", context);
      }

      @Override
      public void onCheckin(Connection connection, ConnectionContext context) {
        add("onCheckin", context);
      }
    };
  }

  /** One that writes down everything it hears. */
  public ConnectionListener listener() {
    return new Writing();
  }

  private final class Writing implements ConnectionListener {
    @Override
    public void connected(ConnectionContext context) {
      add("connected", context);
    }

    @Override
    public void checkedOut(ConnectionContext context) {
      add("checkedOut", context);
    }

    @Override
    public void reset(ConnectionContext context, ResetState state) {
      resets.add(state);
      add("reset", context);
    }

    @Override
    public void checkedIn(ConnectionContext context) {
      add("checkedIn", context);
    }

    @Override
    public void invalidated(ConnectionContext context, @Nullable Throwable cause) {
      entries.add(new Entry("invalidated", context, cause));
    }

    @Override
    public void softInvalidated(ConnectionContext context, @Nullable Throwable cause) {
      entries.add(new Entry("softInvalidated", context, cause));
    }

    @Override
    public void checkFailed(ConnectionContext context, @Nullable Throwable error) {
      entries.add(new Entry("checkFailed", context, error));
    }

    @Override
    public void closed(ConnectionContext context) {
      add("closed", context);
    }

    @Override
    public void detached(ConnectionContext context) {
      add("detached", context);
    }

    @Override
    public void closeDetached(ConnectionContext context) {
      add("closeDetached", context);
    }
  }

  private void add(String event, ConnectionContext context) {
    entries.add(new Entry(event, context, null));
  }

  /** The names of all events so far. */
  public List<String> events() {
    return entries.stream().map(Entry::event).toList();
  }

  /** All that was told under that name. */
  public List<Entry> of(String event) {
    return entries.stream().filter(entry -> entry.event().equals(event)).toList();
  }

  /** The states of the resets. */
  public List<ResetState> resets() {
    return List.copyOf(resets);
  }

  /** Forgets everything. */
  public void clear() {
    entries.clear();
    resets.clear();
  }

  /** Waits until exactly this was told, and forgets it. */
  public void assertTold(String... events) {
    Stage.eventually(() -> assertThat(events()).containsExactly(events));
    clear();
  }

  @Override
  public String toString() {
    return new ArrayList<>(events()).toString();
  }
}

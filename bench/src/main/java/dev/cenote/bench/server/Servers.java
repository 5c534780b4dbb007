package dev.cenote.bench.server;

import dev.cenote.bench.pool.Target;
import dev.cenote.bench.server.Server.UnavailableException;
import java.util.EnumMap;
import java.util.Map;

/**
 * The servers of a run: each is started when it is first asked for, once, and all end together. One
 * thread at a time.
 */
public final class Servers implements AutoCloseable {

  /** Starts one. */
  @FunctionalInterface
  interface Starter {
    /** Blocks until it takes connections. */
    Server start(Database database) throws UnavailableException;
  }

  private final Starter starter;
  private final Map<Database, Server> running = new EnumMap<>(Database.class);
  private final Map<Database, String> obstacles = new EnumMap<>(Database.class);

  /** None runs yet. */
  public Servers() {
    this(Server::start);
  }

  Servers(Starter starter) {
    this.starter = starter;
  }

  /** Why it cannot run here; empty if it runs. The first call for a database takes seconds. */
  public String obstacle(Database database) {
    return obstacles.computeIfAbsent(
        database,
        first -> {
          try {
            running.put(first, starter.start(first));
            return "";
          } catch (UnavailableException e) {
            return String.valueOf(e.getMessage());
          }
        });
  }

  /**
   * Where it is.
   *
   * @throws IllegalStateException if it cannot run here
   */
  public Target targetOf(Database database) {
    String obstacle = obstacle(database);
    Server server = running.get(database);
    if (server == null) {
      throw new IllegalStateException(obstacle);
    }
    return server.target();
  }

  /** Stops them all, which takes seconds. */
  @Override
  public void close() {
    running.values().forEach(server -> server.end().run());
    running.clear();
  }
}

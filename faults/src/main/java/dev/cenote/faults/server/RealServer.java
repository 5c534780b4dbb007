package dev.cenote.faults.server;

import dev.cenote.faults.cell.MissingException;
import dev.cenote.faults.pool.Target;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** A real database server, with one database that a pool connects to. It ends with the JVM. */
interface RealServer {

  /** Where it listens, on 127.0.0.1. */
  int port();

  /** Where a pool connects to through something that listens on this port of 127.0.0.1. */
  Target targetAt(int port);

  /** Where a pool connects to directly. */
  default Target target() {
    return targetAt(port());
  }

  /** Its process. */
  ServerProcess process() throws SQLException, IOException, MissingException;

  /** Ends so many of the pool's sessions, the oldest first. */
  void terminate(int count) throws SQLException;

  /** Ends all of the pool's sessions, and blocks until the server has ended these. */
  void terminateAll() throws SQLException, InterruptedException;

  /** Gives the pool's user another password. */
  void changePassword(String password) throws SQLException;

  /** Takes a place that the pool might want; the caller keeps it. */
  Connection connectAsOther() throws SQLException;

  /** Takes a place that the pool might want, if there is one. */
  default boolean takesPlaceFor(List<Connection> others) {
    try {
      others.add(connectAsOther());
      return true;
    } catch (SQLException noRoom) {
      return false;
    }
  }

  /** Takes all the room that the pool leaves. */
  default Trouble fill() {
    List<Connection> others = new ArrayList<>();
    while (takesPlaceFor(others)) {
      // until there is none
    }
    return () -> {
      for (Connection other : others) {
        other.close();
      }
    };
  }
}

package dev.cenote.physical;

import java.sql.Connection;

/** What was on a connection before the first change of it. */
final class Originals {

  private final InitialValues values;
  private final ClientInfo clientInfo;

  Originals(Connection raw, Product product) {
    values = new InitialValues(raw, product);
    clientInfo = new ClientInfo(raw);
  }

  /** Of its properties. */
  InitialValues values() {
    return values;
  }

  /** Of its client info. */
  ClientInfo clientInfo() {
    return clientInfo;
  }
}

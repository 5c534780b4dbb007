package dev.cenote.physical;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Asks a driver what the server last said about the transaction of one connection. A BEGIN that was
 * sent as SQL in auto-commit is seen in no other way.
 *
 * <p>PostgreSQL's driver keeps the status byte of the last ReadyForQuery message in a plain field;
 * {@code BaseConnection.getTransactionState()} returns it without a lock or a round trip. It is
 * reached by a method handle, so that the driver is no dependency.
 */
final class TransactionProbe {

  private static final String CONNECTION = "org.postgresql.core.BaseConnection";
  private static final String STATE = "org.postgresql.core.TransactionState";

  private final Object driverConnection;
  private final MethodHandle stateOf;
  private final Object idle;

  private TransactionProbe(Object driverConnection, MethodHandle stateOf, Object idle) {
    this.driverConnection = driverConnection;
    this.stateOf = stateOf;
    this.idle = idle;
  }

  /** A probe of that connection, or null if its driver does not tell. */
  static @Nullable TransactionProbe of(Connection raw, Product product) {
    if (product != Product.POSTGRESQL) {
      return null;
    }
    try {
      ClassLoader loader = raw.getClass().getClassLoader();
      Class<?> type = Class.forName(CONNECTION, false, loader);
      Class<?> state = Class.forName(STATE, true, loader);
      Object driverConnection = type.isInstance(raw) ? raw : raw.unwrap(type);
      MethodHandle stateOf =
          MethodHandles.publicLookup()
              .findVirtual(type, "getTransactionState", MethodType.methodType(state))
              .asType(MethodType.methodType(Object.class, Object.class));
      Object idle = state.getField("IDLE").get(null);
      return idle == null ? null : new TransactionProbe(driverConnection, stateOf, idle);
    } catch (ReflectiveOperationException | LinkageError | SQLException | RuntimeException other) {
      return null; // another version, or wrapped so that the driver cannot be reached
    }
  }

  /** Whether the server is inside a transaction. Does not block; true if the driver fails. */
  boolean inTransaction() {
    try {
      return (Object) stateOf.invokeExact(driverConnection) != idle;
    } catch (Throwable unexpected) {
      return true; // the reset will find out, or destroy the connection
    }
  }
}

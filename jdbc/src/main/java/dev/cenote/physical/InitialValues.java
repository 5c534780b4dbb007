package dev.cenote.physical;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * What the properties of one connection were before their first change. A value, once known, is
 * never overwritten; any thread.
 */
@SuppressWarnings("EnumOrdinal") // an index into an array that lives in this object
final class InitialValues {

  /** Stands for an initial value of null. */
  private static final Object NULL = new Object();

  /** Stands for an initial value that the driver would not tell. */
  private static final Object UNKNOWN = new Object();

  private final Connection raw;
  private final Product product;
  private final AtomicReferenceArray<@Nullable Object> values =
      new AtomicReferenceArray<>(SessionProperty.values().length);

  InitialValues(Connection raw, Product product) {
    this.raw = raw;
    this.product = product;
  }

  /** It need not be asked for: the pool has set it. */
  void know(SessionProperty property, Object value) {
    values.set(property.ordinal(), value);
  }

  /** Asks the driver, if the value is not known yet. */
  void remember(SessionProperty property) throws SQLException {
    if (values.get(property.ordinal()) == null) {
      Object value;
      try {
        value = property.read(raw, product);
      } catch (Throwable failure) {
        if (!Refusal.is(failure)) {
          throw failure;
        }
        value = UNKNOWN;
      }
      values.compareAndSet(property.ordinal(), null, value == null ? NULL : value);
    }
  }

  boolean isInitial(SessionProperty property, @Nullable Object value) {
    return Objects.equals(value == null ? NULL : value, values.get(property.ordinal()));
  }

  /** Gives the driver the value that was remembered. */
  void putBack(SessionProperty property) throws SQLException {
    Object value = values.get(property.ordinal());
    if (value == UNKNOWN) {
      throw new SQLException(property + " was changed and the driver never told what it was");
    }
    property.write(raw, product, value == NULL ? null : value);
  }
}

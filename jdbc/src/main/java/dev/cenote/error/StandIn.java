package dev.cenote.error;

import java.sql.SQLDataException;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.sql.SQLInvalidAuthorizationSpecException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLNonTransientException;
import java.sql.SQLRecoverableException;
import java.sql.SQLSyntaxErrorException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransactionRollbackException;
import java.sql.SQLTransientConnectionException;
import java.sql.SQLTransientException;
import java.sql.SQLWarning;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What stands for a failure whose words nobody may see. Programs decide by class, state and code:
 * it is of the failure's class, or of the nearest of JDBC's classes that this one extends.
 */
final class StandIn {

  private interface Maker {
    SQLException make(String text, @Nullable String state, int code);
  }

  private static final Map<Class<?>, Maker> MAKERS = new HashMap<>();

  static {
    MAKERS.put(SQLException.class, SQLException::new);
    MAKERS.put(SQLWarning.class, SQLWarning::new);
    MAKERS.put(SQLRecoverableException.class, SQLRecoverableException::new);
    MAKERS.put(SQLTransientException.class, SQLTransientException::new);
    MAKERS.put(SQLTimeoutException.class, SQLTimeoutException::new);
    MAKERS.put(SQLTransactionRollbackException.class, SQLTransactionRollbackException::new);
    MAKERS.put(SQLTransientConnectionException.class, SQLTransientConnectionException::new);
    MAKERS.put(SQLNonTransientException.class, SQLNonTransientException::new);
    MAKERS.put(SQLNonTransientConnectionException.class, SQLNonTransientConnectionException::new);
    MAKERS.put(
        SQLInvalidAuthorizationSpecException.class, SQLInvalidAuthorizationSpecException::new);
    MAKERS.put(SQLDataException.class, SQLDataException::new);
    MAKERS.put(SQLFeatureNotSupportedException.class, SQLFeatureNotSupportedException::new);
    MAKERS.put(
        SQLIntegrityConstraintViolationException.class,
        SQLIntegrityConstraintViolationException::new);
    MAKERS.put(SQLSyntaxErrorException.class, SQLSyntaxErrorException::new);
  }

  private StandIn() {}

  /** For that failure, with its stack and these words. */
  static SQLException of(Throwable failure, String said) {
    SQLException sql = failure instanceof SQLException known ? known : new SQLException();
    Class<?> nearest = sql.getClass();
    Maker maker = MAKERS.get(nearest);
    while (maker == null) {
      nearest = Objects.requireNonNull(nearest.getSuperclass()); // ends at SQLException
      maker = MAKERS.get(nearest);
    }
    boolean isSame = nearest == failure.getClass();
    String text = isSame ? said : failure.getClass().getName() + ": " + said;
    SQLException standIn = maker.make(text, sql.getSQLState(), sql.getErrorCode());
    standIn.setStackTrace(failure.getStackTrace());
    return standIn;
  }
}

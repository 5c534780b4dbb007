package dev.cenote.testkit.property;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** What a borrower may do to the session, and leave. */
enum Change {
  AUTO_COMMIT_OFF {
    @Override
    int makeBy(Borrower borrower) throws SQLException {
      return borrower.setAutoCommit(false);
    }
  },
  AUTO_COMMIT_ON {
    @Override
    int makeBy(Borrower borrower) throws SQLException {
      return borrower.setAutoCommit(true);
    }
  },
  COMMIT {
    @Override
    int makeBy(Borrower borrower) throws SQLException {
      return borrower.connection.getAutoCommit() ? 0 : borrower.commit();
    }
  },
  ROLLBACK {
    @Override
    int makeBy(Borrower borrower) throws SQLException {
      if (!borrower.connection.getAutoCommit()) {
        borrower.rollback();
      }
      return 0;
    }
  },
  SERIALIZABLE {
    @Override
    int makeBy(Borrower borrower) throws SQLException {
      return outsideTransaction(
          borrower,
          connection -> connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE));
    }
  },
  HOLDABILITY {
    @Override
    int makeBy(Borrower borrower) throws SQLException {
      borrower.connection.setHoldability(ResultSet.CLOSE_CURSORS_AT_COMMIT);
      return 0;
    }
  },
  SCHEMA {
    @Override
    int makeBy(Borrower borrower) throws SQLException {
      return outsideTransaction(
          borrower, connection -> connection.setSchema(connection.getSchema()));
    }
  },
  READ_ONLY {
    @Override
    int makeBy(Borrower borrower) throws SQLException {
      return outsideTransaction(borrower, connection -> connection.setReadOnly(true));
    }
  },
  STATEMENT_LEFT_OPEN {
    @Override
    int makeBy(Borrower borrower) throws SQLException {
      Statement left = borrower.connection.createStatement();
      left.executeQuery("SELECT 1");
      return 0;
    }
  };

  private interface Setting {
    void on(Connection connection) throws SQLException;
  }

  /** Makes it; says how many rows it committed. */
  abstract int makeBy(Borrower borrower) throws SQLException;

  /** JDBC leaves open what these do inside a transaction; drivers refuse, or commit. */
  private static int outsideTransaction(Borrower borrower, Setting setting) throws SQLException {
    int committed = borrower.connection.getAutoCommit() ? 0 : borrower.commit();
    setting.on(borrower.connection);
    return committed;
  }
}

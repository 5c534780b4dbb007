package dev.cenote.handle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Wrapper;
import org.h2.jdbc.JdbcArray;
import org.junit.jupiter.api.Test;

class ArrayHandleTest {

  private static ResultSet someArray(Statement statement) throws SQLException {
    ResultSet rows = statement.executeQuery("SELECT ARRAY[7, 8] AS several");
    assertThat(rows.next()).isTrue();
    return rows;
  }

  @Test
  void whateverWayItComesItIsAHandle() throws SQLException {
    try (SmallPool pool = SmallPool.h2();
        Connection connection = pool.borrow();
        Statement statement = connection.createStatement();
        ResultSet rows = someArray(statement)) {
      assertThat(rows.getArray(1)).isInstanceOf(CenoteArray.class);
      assertThat(rows.getArray("several")).isInstanceOf(CenoteArray.class);
      assertThat(rows.getObject(1)).isInstanceOf(CenoteArray.class);
      assertThat(rows.getObject("several")).isInstanceOf(CenoteArray.class);
      assertThat(rows.getObject(1, Array.class)).isInstanceOf(CenoteArray.class);
      assertThat(connection.createArrayOf("INTEGER", new Object[] {1}))
          .isInstanceOf(CenoteArray.class);
      assertThat(rows.getObject(1, Integer[].class)).containsExactly(7, 8);
    }
  }

  @Test
  void itsContentsAreTheDrivers() throws SQLException {
    try (SmallPool pool = SmallPool.h2();
        Connection connection = pool.borrow();
        Statement statement = connection.createStatement();
        ResultSet rows = someArray(statement)) {
      Array array = rows.getArray(1);
      assertThat((Object[]) array.getArray()).containsExactly(7, 8);
      assertThat((Object[]) array.getArray(2, 1)).containsExactly(8);
      assertThat(array.toString()).contains("7", "8");
      try (ResultSet elements = array.getResultSet()) {
        assertThat(elements).isInstanceOf(LooseRows.class);
        assertThat(elements.next()).isTrue();
        assertThat(elements.getInt(2)).isEqualTo(7);
      }
      array.free();
      assertThatThrownBy(array::getArray).isInstanceOf(SQLException.class);
    }
  }

  @Test
  void givenBackToTheDriverItIsTheDriversOwn() throws SQLException {
    try (SmallPool pool = SmallPool.h2();
        Connection connection = pool.borrow();
        PreparedStatement statement =
            connection.prepareStatement("SELECT CARDINALITY(CAST(? AS INTEGER ARRAY))")) {
      Array array = connection.createArrayOf("INTEGER", new Object[] {1, 2, 3});
      statement.setArray(1, array);
      assertThat(firstOf(statement)).isEqualTo(3);
      statement.setObject(1, array);
      assertThat(firstOf(statement)).isEqualTo(3);
      statement.setArray(1, null);
      assertThat(firstOf(statement)).isZero();
    }
  }

  @Test
  void amongOtherArgumentsItIsTheDriversOwnToo() throws SQLException {
    try (SmallPool pool = SmallPool.h2();
        Connection connection = pool.borrow()) {
      Array array = connection.createArrayOf("INTEGER", new Object[] {1});
      Object own = ((Wrapper) array).unwrap(JdbcArray.class);
      Object[] attributes = {"plain", array};

      assertThat((Object[]) ColumnValue.driversOwn(attributes)).containsExactly("plain", own);
      assertThat(attributes).as("the borrower's").containsExactly("plain", array);
      Object[] plain = {"plain", null};
      assertThat(ColumnValue.driversOwn(plain)).isSameAs(plain);
      assertThat(ColumnValue.driversOwn(null)).isNull();
    }
  }

  @Test
  void itUnwrapsToTheDriversOwn() throws SQLException {
    try (SmallPool pool = SmallPool.h2();
        Connection connection = pool.borrow()) {
      Wrapper array = (Wrapper) connection.createArrayOf("INTEGER", new Object[] {1});
      assertThat(array.isWrapperFor(JdbcArray.class)).isTrue();
      assertThat(array.isWrapperFor(Connection.class)).isFalse();
      assertThat(array.unwrap(JdbcArray.class)).isNotNull();
      assertThat(array.unwrap(Array.class)).isSameAs(array);
      assertThatThrownBy(() -> array.unwrap(Connection.class)).isInstanceOf(SQLException.class);
    }
  }

  @Test
  void afterItsConnectionItCanOnlyBeFreed() throws SQLException {
    try (SmallPool pool = SmallPool.h2()) {
      Connection connection = pool.borrow();
      Array array = connection.createArrayOf("INTEGER", new Object[] {1});
      connection.close();

      array.free();
      assertThatThrownBy(array::getArray)
          .isInstanceOfSatisfying(
              SQLException.class, closed -> assertThat(closed.getSQLState()).isEqualTo("08003"));
      assertThat(array).hasToString("Array of CenoteConnection@slot 1, closed");
    }
  }

  private static int firstOf(PreparedStatement statement) throws SQLException {
    try (ResultSet rows = statement.executeQuery()) {
      assertThat(rows.next()).isTrue();
      return rows.getInt(1);
    }
  }
}

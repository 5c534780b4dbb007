package dev.cenote.handle;

import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Rows behind which no statement handle stands: they describe the database, or come out of an array
 * or a column. So they are tracked themselves: left open, they would hold a statement of the driver
 * for ever.
 */
final class LooseRows extends CenoteResultSet implements Tracked {

  private @Nullable Tracked older;

  LooseRows(CenoteConnection connection, ResultSet driver) {
    super(connection, null, driver);
  }

  @Override
  public void close() throws SQLException {
    super.close();
    if (!hasDriver()) {
      owner().untrack(this);
    }
  }

  @Override
  public boolean isAlive() {
    return hasDriver();
  }

  @Override
  public void closeLeaked() throws SQLException {
    closeDriver();
  }

  @Override
  public @Nullable Tracked older() {
    return older;
  }

  @Override
  public void older(@Nullable Tracked further) {
    older = further;
  }
}

package dev.cenote.handle;

import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Rows that describe the database. No statement handle stands behind them, so they are tracked
 * themselves: left open, they would hold a statement of the driver for ever.
 */
final class MetaDataRows extends CenoteResultSet implements Tracked {

  private @Nullable Tracked older;

  MetaDataRows(CenoteConnection connection, ResultSet driver) {
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

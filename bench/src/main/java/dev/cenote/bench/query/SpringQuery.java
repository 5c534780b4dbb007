package dev.cenote.bench.query;

import dev.cenote.bench.crowd.Use;
import dev.cenote.bench.server.Items;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** One row by its key, by Spring's template. For one thread. */
final class SpringQuery implements Use {

  private final JdbcTemplate template;
  private int id;

  /** Where what came out is seen by others. */
  @SuppressWarnings("unused")
  private @Nullable String last;

  SpringQuery(DataSource pool) {
    this.template = new JdbcTemplate(pool);
  }

  @Override
  public void run() {
    id = id % Items.COUNT + 1;
    last = template.queryForObject(Items.QUERY, String.class, id);
  }
}

package dev.cenote.bench.query;

import dev.cenote.bench.crowd.Use;
import java.util.List;
import javax.sql.DataSource;
import org.apache.commons.logging.LogFactory;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.core.NestedRuntimeException;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;

/** What stands between an application and JDBC. */
enum Style {
  /** Nothing. */
  PLAIN("") {
    @Override
    List<Class<?>> parts() {
      return List.of();
    }

    @Override
    Use on(DataSource pool) {
      return new Query(pool);
    }
  },
  /** Spring's {@code JdbcTemplate}. */
  SPRING(".spring") {
    @Override
    List<Class<?>> parts() {
      return List.of(
          JdbcTemplate.class,
          DataAccessException.class,
          NestedRuntimeException.class,
          InitializingBean.class,
          LogFactory.class);
    }

    @Override
    Use on(DataSource pool) {
      return new SpringQuery(pool);
    }
  };

  private final String suffix;

  Style(String suffix) {
    this.suffix = suffix;
  }

  /** The end of a row's name. */
  String suffix() {
    return suffix;
  }

  /** A class of each jar of it. */
  abstract List<Class<?>> parts();

  /** What one client does. */
  abstract Use on(DataSource pool);
}

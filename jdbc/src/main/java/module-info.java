/** The JDBC connection pool. */
module dev.cenote {
  requires static java.management;
  requires static jdk.jfr;
  requires static jdk.management;
  requires static org.jspecify;
  requires transitive dev.cenote.core;
  requires transitive java.sql;
  requires org.slf4j;

  exports dev.cenote;
  exports dev.cenote.config;
  exports dev.cenote.error;
  exports dev.cenote.event;
  exports dev.cenote.handle;
  exports dev.cenote.jmx;
  exports dev.cenote.liveness;
  exports dev.cenote.report;

  uses java.sql.Driver;
}

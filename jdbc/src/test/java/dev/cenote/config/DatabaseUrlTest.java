package dev.cenote.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cenote.error.CenoteConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseUrlTest {

  private static DatabaseUrl parse(String text) {
    return DatabaseUrl.parse(text, () -> "unique");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          postgresql://db:5432/orders        | jdbc:postgresql://db:5432/orders
          postgres://db/orders               | jdbc:postgresql://db/orders
          PostgreSQL://db/orders             | jdbc:postgresql://db/orders
          postgresql://app:pw@db/orders      | jdbc:postgresql://db/orders
          postgresql://db                    | jdbc:postgresql://db/
          postgresql://                      | jdbc:postgresql://localhost/
          postgresql:///orders               | jdbc:postgresql://localhost/orders
          postgresql://db?ssl=true           | jdbc:postgresql://db/?ssl=true
          postgresql://db/o?ssl=true&a=b     | jdbc:postgresql://db/o?ssl=true&a=b
          postgresql://u@[::1]:5433/orders   | jdbc:postgresql://[::1]:5433/orders
          postgresql://a:1,b:2/orders        | jdbc:postgresql://a:1,b:2/orders
          mysql://app:pw@db:3306/orders?x=1  | jdbc:mysql://db:3306/orders?x=1
          mariadb://db/orders                | jdbc:mariadb://db/orders
          sqlite:///data/app.db              | jdbc:sqlite:data/app.db
          sqlite:////var/app.db              | jdbc:sqlite:/var/app.db
          sqlite:///app.db?foreign_keys=on   | jdbc:sqlite:app.db?foreign_keys=on
          h2:mem:test                        | jdbc:h2:mem:test
          h2:./file;MODE=PostgreSQL          | jdbc:h2:./file;MODE=PostgreSQL
          jdbc:postgresql://db/orders?user=u | jdbc:postgresql://db/orders?user=u
          jdbc:acme:whatever                 | jdbc:acme:whatever
          """)
  void everyFormBecomesTheUrlThatTheDriverTakes(String text, String jdbcUrl) {
    assertThat(parse(text).jdbcUrl()).isEqualTo(jdbcUrl);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          postgresql://app:pw@db/o                  | app      | pw
          postgresql://app@db/o                     | app      |
          postgresql://db/o                         |          |
          postgresql://a%40b:p%3A%2F%3F%23%25@db/o  | a@b      | p:/?#%
          postgresql://app:a+b@db/o                 | app      | a+b
          postgresql://app:p@ss@db/o                | app      | p@ss
          postgresql://app:p:w@db/o                 | app      | p:w
          postgresql://app:%C3%A4ö@db/o             | app      | äö
          postgresql://:pw@db/o                     |          | pw
          """)
  void userAndPasswordAreDecoded(String text, String user, String password) {
    DatabaseUrl url = parse(text);

    assertThat(url.username()).isEqualTo(user);
    assertThat(url.password()).isEqualTo(password);
    assertThat(url.jdbcUrl()).isEqualTo("jdbc:postgresql://db/o");
  }

  @Test
  void anEmptyPasswordIsAPassword() {
    assertThat(parse("mysql://root:@db/o").password()).isEmpty();
  }

  @Test
  void aDriverSuffixIsIgnoredWithANote() {
    DatabaseUrl url = parse("postgresql+psycopg2://app:pw@db/orders");

    assertThat(url.jdbcUrl()).isEqualTo("jdbc:postgresql://db/orders");
    assertThat(url.notes()).singleElement().asString().contains("+psycopg2").contains("ignored");
    assertThat(parse("mysql+pymysql://db/orders").jdbcUrl()).isEqualTo("jdbc:mysql://db/orders");
    assertThat(parse("postgresql://db/orders").notes()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "orders",
        "db:5432/orders",
        "oracle://db/orders",
        "http://app:S3CRET@db/orders",
        "postgresql:orders",
        "postgresql://app:S3C/RET@db/orders",
        "mysql://app:123/S3CRET@db/orders",
        "postgresql://app:S3CRET@db:port/orders",
        "postgresql://db:0/orders",
        "postgresql://db:65536/orders",
        "postgresql://::1/orders",
        "postgresql://a:1,/orders",
        "postgresql://app:S3CRET%zz@db/orders",
        "postgresql://app:S3CRET%4@db/orders",
        "postgresql://%2Fvar%2Frun/orders",
        "sqlite://host/file"
      })
  void anUnknownFormNamesTheKnownOnesAndShowsNoSecret(String text) {
    assertThatThrownBy(() -> parse(text))
        .isInstanceOf(CenoteConfigException.class)
        .hasMessageContaining("CENOTE-603")
        .hasMessageContaining("jdbc:...")
        .hasMessageContaining("postgresql://user:password@host:port/database")
        .hasMessageContaining("sqlite:///:memory:")
        .satisfies(e -> assertThat(e.toString()).doesNotContain("S3C").doesNotContain("RET"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sqlite://",
        "sqlite:///",
        "sqlite:///:memory:",
        "jdbc:sqlite:",
        "jdbc:sqlite::memory:",
        "jdbc:sqlite:file::memory:",
        "jdbc:sqlite:file:x?mode=memory",
        "jdbc:sqlite:file:x?vfs=memdb"
      })
  void sqliteInMemoryBecomesOneSharedDatabaseThatMustBeKeptAlive(String text) {
    DatabaseUrl url = parse(text);

    assertThat(url.jdbcUrl()).isEqualTo("jdbc:sqlite:file:/unique?vfs=memdb");
    assertThat(url.anchored()).isTrue();
  }

  @Test
  void otherParametersOfASqliteMemoryUrlStay() {
    assertThat(parse("jdbc:sqlite::memory:?cache=private&busy_timeout=5").jdbcUrl())
        .isEqualTo("jdbc:sqlite:file:/unique?vfs=memdb&busy_timeout=5");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:sqlite:file:/shared?vfs=memdb",
        "jdbc:sqlite:file:shared?mode=memory&cache=shared",
        "jdbc:h2:mem:test",
        "jdbc:h2:mem:test;DB_CLOSE_DELAY=5",
        "jdbc:hsqldb:mem:test;shutdown=true",
        "jdbc:duckdb::memory:test"
      })
  void namedMemoryStaysAsItIsAndMustBeKeptAlive(String text) {
    assertThat(parse(text).jdbcUrl()).isEqualTo(text);
    assertThat(parse(text).anchored()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:sqlite:app.db",
        "jdbc:sqlite:file:app.db?cache=shared",
        "jdbc:h2:mem:test;db_close_delay=-1",
        "jdbc:h2:mem:test;MODE=MySQL;DB_CLOSE_DELAY=-1;X=1",
        "jdbc:hsqldb:mem:test",
        "jdbc:hsqldb:mem:test;shutdown=false",
        "jdbc:derby:memory:test;create=true",
        "jdbc:derby:memory:;create=true",
        "jdbc:h2:./file",
        "jdbc:h2:tcp://db/mem:test",
        "jdbc:duckdb:file.duckdb",
        "jdbc:postgresql://db/mem"
      })
  void whatStaysByItselfNeedsNothing(String text) {
    assertThat(parse(text).jdbcUrl()).isEqualTo(text);
    assertThat(parse(text).anchored()).isFalse();
  }

  @Test
  void unnamedH2MemoryGetsAName() {
    assertThat(parse("jdbc:h2:mem:").jdbcUrl()).isEqualTo("jdbc:h2:mem:unique");
    assertThat(parse("h2:mem:;MODE=MySQL").jdbcUrl()).isEqualTo("jdbc:h2:mem:unique;MODE=MySQL");
    assertThat(parse("jdbc:h2:mem:").anchored()).isTrue();
  }

  @Test
  void hsqldbInMemoryWithoutANameGetsOneAndEndsWithThePool() {
    assertThat(parse("jdbc:hsqldb:mem:").jdbcUrl())
        .isEqualTo("jdbc:hsqldb:mem:unique;shutdown=true");
    assertThat(parse("jdbc:hsqldb:mem:;hsqldb.tx=mvcc").jdbcUrl())
        .isEqualTo("jdbc:hsqldb:mem:unique;hsqldb.tx=mvcc;shutdown=true");
    assertThat(parse("jdbc:hsqldb:mem:;shutdown=true").jdbcUrl())
        .isEqualTo("jdbc:hsqldb:mem:unique;shutdown=true");
    assertThat(parse("jdbc:hsqldb:mem:").anchored()).isTrue();
  }

  @Test
  void twoUnnamedDatabasesAreNotTheSame() {
    assertThat(DatabaseUrl.parse("sqlite://").jdbcUrl())
        .isNotEqualTo(DatabaseUrl.parse("sqlite://").jdbcUrl());
  }

  @ParameterizedTest
  @ValueSource(strings = {"jdbc:duckdb:", "jdbc:duckdb::memory:", "jdbc:duckdb:;threads=1"})
  void unnamedDuckDbMemoryIsRefusedWithTheWayOut(String text) {
    assertThatThrownBy(() -> parse(text))
        .isInstanceOf(CenoteConfigException.class)
        .hasMessageContaining("CENOTE-605")
        .hasMessageContaining("jdbc:duckdb::memory:NAME");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          postgresql://app:pw@db:5432/orders                  | db:5432/orders   | db/orders
          jdbc:postgresql://db1:5432,db2:5432/orders?x=y      | db1:5432,db2:5432/orders | db1,db2/orders
          jdbc:postgresql://db                                | db               | db
          jdbc:mysql://app:pw@db/orders                       | db/orders        | db/orders
          jdbc:sqlserver://db:1433;databaseName=orders;x=y    | db:1433/orders   | db/orders
          jdbc:sqlserver://my.database.windows.net:1433;database=orders;user=app@my;password=x | my.database.windows.net:1433/orders | my.database.windows.net/orders
          jdbc:sqlserver://db:1433;databaseName=orders;user=app@corp.com | db:1433/orders | db/orders
          jdbc:hive2://h:10000/default;principal=hive/_HOST@REALM.COM | h:10000/default | h/default
          jdbc:h2:tcp://localhost:9092/~/test;USER=a@b        | localhost:9092/~/test | localhost/~/test
          jdbc:mysql://db:3306?user=a@b                       | db:3306          | db
          jdbc:mysql://app:pw@db:3306/orders?x=a@b            | db:3306/orders   | db/orders
          jdbc:clickhouse://app:pw@h1:8123/orders?client_name=etl@host7 | h1:8123/orders | h1/orders
          jdbc:postgresql://[2001:db8::1]:5432/orders?user=a@b | [2001:db8::1]:5432/orders | [2001:db8::1]/orders
          jdbc:db2://db:50000/SAMPLE:user=app;x=y;            | db:50000/SAMPLE  | db/SAMPLE
          jdbc:oracle:thin:@//db:1521/orders                  | db:1521/orders   | db/orders
          jdbc:oracle:thin:app/pw@db:1521:orders              | db:1521/orders   | db/orders
          jdbc:oracle:thin:app@corp.com/pw@db:1521:orders     | db:1521/orders   | db/orders
          jdbc:oracle:thin:app/p@w:1/x@db:1521:orders         | db:1521/orders   | db/orders
          jdbc:mysql://app@corp.com:p/w@db:3306/orders        | db:3306/orders   | db/orders
          jdbc:mysql//app:pw@db                               | db               | db
          jdbc:db2://db:50000/SAMPLE:user=a@b;x=y;            | db:50000/SAMPLE  | db/SAMPLE
          jdbc:h2:mem:test;USER=a@b                           | h2:mem:test      | h2:mem:test
          jdbc:acme:app:pw@db                                 | acme:            | acme
          jdbc:h2:mem:test;DB_CLOSE_DELAY=-1                  | h2:mem:test      | h2:mem:test
          jdbc:h2:./data/app                                  | h2:./data/app    | h2:app
          jdbc:sqlite:/var/app.db                             | sqlite:/var/app.db | sqlite:app.db
          sqlite://                                           | sqlite::memory:  | sqlite:memory
          h2:mem:                                             | h2:mem:          | h2:mem
          jdbc:acme                                           | acme:            | acme
          postgresql://[::1]:5433/orders                      | [::1]:5433/orders | [::1]/orders
          """)
  void messagesAndThePoolAreNamedAfterHostAndDatabase(String text, String place, String name) {
    assertThat(parse(text).place()).isEqualTo(place);
    assertThat(parse(text).defaultName()).isEqualTo(name);
  }

  @ParameterizedTest
  @CsvSource({
    "jdbc:mysql://address=(host=db)(port=3306)(user=app)(password=S3CRET)/orders, db/orders",
    "jdbc:mysql://address=(host=db)(password=S3C/RET)/orders?useSSL=true, db/orders",
    "jdbc:mysql://address=(password=S3C;RET)(HOST=db)/orders, db/orders",
    "'jdbc:mysql://(host=db1,user=app,password=S3CRET),(host=db2,port=3307)/orders', 'db1,db2/orders'",
    "'jdbc:mysql://[(host=db1,password=S3C/RET),(host=db2)]/orders', 'db1,db2/orders'",
    "'jdbc:mysql://(host=db1,password=S3C/RET),db2/orders?x=(y)', 'db1,db2/orders'",
    "jdbc:mysql://(host=db)/orders?sessionVariables=sql_mode=CONCAT('x'), db/orders",
    "jdbc:mysql://address=(host=db)(password=S3)C/RET)/orders, db",
    "jdbc:mariadb:replication://address=(host=db)(password=S3CRET)/orders, db/orders",
    "'jdbc:mysql://db,password=S3CRET/orders', 'db,password=***'",
    "'jdbc:mysql://address=(host=db)(password=S3],CRET)/orders', 'db/orders'",
    "'jdbc:mysql://(host=db,password=S3],CRET)/orders', 'db/orders'",
    "'jdbc:mysql://address=(host=db)(password=S3)C,RET)/orders', 'db/orders'",
    "'jdbc:mysql://address=(password=S3@host=CRET)(host=db)/orders', 'db/orders'",
    "'jdbc:mysql://address=(password=S3,host=CRET)(host=db)/orders', 'db/orders'",
    "'jdbc:mysql://address=(password=S3(host=CRET)(host=db)/orders', 'db/orders'",
    "'jdbc:mysql+srv://address=(host=db)(password=S3C/RET)/orders', 'db/orders'",
    "'jdbc:mysql:loadbalance://address=(host=db)(password=S3C/RET)/orders', 'db/orders'",
    "'jdbc:aws-wrapper:mysql://address=(host=db)(password=S3C/RET)/orders', 'db/orders'",
    "'jdbc:mysql://app:S3C,RET@(host=db1,port=3306)/orders', 'db1/orders'",
    "'jdbc:mysql://app:S3C/RET@(host=db1,port=3306)/orders', 'db1/orders'",
    "'jdbc:mysql://app:1,RET@(host=db1),app:S3C,RET@(host=db2)/orders', 'db1,db2/orders'",
    "'jdbc:mysql://app:S3CRET,(host=db1)/orders', 'db1/orders'",
    "'jdbc:mysql://db0,(host=db1)/orders?x=a@b', 'db0,db1/orders'"
  })
  void hostsThatAreDescribedBringNoSecretIntoAName(String text, String name) {
    DatabaseUrl url = parse(text);

    assertThat(url.defaultName()).isEqualTo(name);
    assertThat(url.place()).isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:mysql://root:S3C/RET@db:3306/orders",
        "jdbc:mysql://root:123/S3CRET@db/orders",
        "jdbc:mysql://app:S3CRET/orders",
        "jdbc:mysql://app:S3C'RET@db/orders",
        "jdbc:db2://db:50000/SAMPLE:password=S3C@RET;user=app;",
        "jdbc:p6spy:oracle:thin:app/S3CRET@db:1521:orders",
        "jdbc:acme:user=app&password=S3C/RET",
        "jdbc:mysql//app:S3CRET@db",
        "jdbc:mysql?password=S3C:RET@db",
        "jdbc:mysql://root:1/S3C=RET@db:3306/orders",
        "jdbc:mysql://app:S3C?,RET@(host=db1)/orders",
        "jdbc:acme:S3CRET@db",
        "jdbc:p6spy:oracle:thin:app/S3CRET",
        "jdbc:oracle:thin:app/S3C@RET:1/x@db:1521:orders",
        "jdbc:oracle:app/S3CRET@db:1521:orders"
      })
  void aUrlThatIsWrittenWronglyBringsNoSecretIntoAName(String text) {
    DatabaseUrl url = parse(text);

    assertThat(url.place() + " " + url.defaultName() + " " + url)
        .doesNotContain("S3C")
        .doesNotContain("RET");
  }

  @Test
  void aSecretOfAUrlThatIsRefusedIsNotShown() {
    assertThatThrownBy(() -> parse("jdbc:duckdb:;s3_secret_access_key=S3CRET"))
        .isInstanceOf(CenoteConfigException.class)
        .hasMessageContaining("CENOTE-605")
        .satisfies(e -> assertThat(e.toString()).doesNotContain("S3CRET"));
  }

  @Test
  void nothingShownHoldsASecret() {
    DatabaseUrl url = parse("postgresql://app:S3CRET@db/orders?sslpassword=S3CRET");

    assertThat(url.toString() + url.redacted() + url.place() + url.defaultName() + url.notes())
        .doesNotContain("S3CRET");
    assertThat(url.password()).isEqualTo("S3CRET");
  }
}

package dev.cenote.error;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UrlRedactorTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:postgresql://db/orders?user=app&password=S3C'RET",
        "jdbc:postgresql://db/orders?password=S3C;RET&ssl=true",
        "jdbc:postgresql://db/orders?password=S3C\"RET",
        "jdbc:postgresql://db/orders?password=S3C@RET",
        "jdbc:mysql://address=(host=db)(port=3306)(user=app)(password=S3CRET)/orders",
        "jdbc:mysql://(host=db,password=S3C&RET,port=3306)/orders",
        "jdbc:sqlserver://db:1433;databaseName=orders;user=sa;password=S3C@RET;encrypt=true",
        "jdbc:sqlserver://db:1433;user=sa;password=S3C&RET;encrypt=true",
        "jdbc:sqlserver://db;user=app;password={S3C;RET}}x};encrypt=true",
        "jdbc:sqlserver://db;password=S3C)RET",
        "jdbc:db2://db:50000/SAMPLE:user=app;password=S3C@RET;",
        "jdbc:db2://db:50000/SAMPLE:password=S3C@RET;user=app;",
        "jdbc:h2:mem:test;USER=sa;PASSWORD=S3C@RET",
        "jdbc:duckdb:;s3_secret_access_key=S3CRET",
        "jdbc:sqlite:f.db?cipher=sqlcipher&key=S3CRET",
        "jdbc:snowflake://db/?passcode=S3CRET",
        "jdbc:mysql://db/orders?password1=S3CRET",
        "jdbc:derby:orders;encryptionKey=S3CRET",
        "jdbc:hsqldb:file:orders;crypt_key=S3CRET",
        "jdbc:sqlserver://db;keyVaultProviderClientKey=S3CRET",
        "jdbc:h2:mem:t;INIT=CREATE USER app PASSWORD 'S3CRET'\\;SET x 'S3CRET';MODE=MySQL",
        "jdbc:h2:mem:t;INIT=CREATE USER app PASSWORD $$S3CRET$$",
        "jdbc:acme://db;AccountKey=S3C/RET==;x=y",
        "jdbc:acme://db/orders?hostKey1=S3C/RET&x=y",
        "jdbc:postgresql://db/orders?pass%77ord=S3CRET",
        "jdbc:acme://db;p%61ssword=S3CRET",
        "jdbc:teradata://db/USER=app,PASSWORD='S3C,RET',TMODE=ANSI",
        "jdbc:teradata://db/USER=app,PASSWORD='S3C,RET'",
        "jdbc:teradata://db/LOGMECH=JWT,LOGDATA=token=S3CRET",
        "jdbc:acme://db/orders?jwt=S3CRET",
        "jdbc:acme://db;dbCryptConfig=S3CRET",
        "jdbc:acme://db/orders?pass=S3CRET"
      })
  void noPartOfASecretIsLeft(String url) {
    assertThat(UrlRedactor.redact(url)).contains("***").doesNotContain("S3C").doesNotContain("RET");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:postgresql://app:S3CRET@db/orders",
        "jdbc:mysql://app:S3C'RET@db/orders",
        "jdbc:mysql://app:S3C RET@db/orders",
        "jdbc:mysql://app:S3C/RET@db/orders",
        "jdbc:mysql://root:123/S3CRET@db/orders",
        "jdbc:mysql://app:S3CRET/orders",
        "jdbc:oracle:thin:app/S3C@RET@db:1521:orders",
        "jdbc:p6spy:oracle:thin:app/S3CRET@db:1521:orders",
        "jdbc:oracle:thin:app/\"S3C RET\"@db:1521:orders",
        "jdbc:postgresql://db/o?socksProxy=app:S3CRET@proxy:1080",
        "jdbc:mysql://app:S3C@ss?w=RET@db/orders",
        "jdbc:acme:app:S3CRET@db",
        "postgresql://app:S3C'RET@db/orders",
        "jdbc:mysql://app@corp.com:S3C/RET@db:3306/orders",
        "jdbc:mysql://app@corp.com:S3CRET@db:3306/orders",
        "jdbc:mysql://root:1/S3C=RET@db:3306/orders",
        "jdbc:mysql://root:1/S3C?RET@db:3306/orders",
        "jdbc:mysql://root:1?S3C=RET@db:3306/orders",
        "jdbc:mysql://app:S3CRET@db1,app:S3CRET@db2/orders",
        "jdbc:mysql//app:S3C=RET@db",
        "jdbc:acme:app:S3C@RET@db",
        "jdbc:postgresql://db/o?socksProxy=app:S3C@RET@proxy:1080",
        "jdbc:oracle:thin:app/S3CRET",
        "jdbc:p6spy:oracle:thin:app/S3CRET",
        "jdbc:oracle:app/S3CRET@db:1521:orders",
        "jdbc:oracle:app:S3CRET@db",
        "jdbc:oracle:thin:app@corp.com/S3CRET@db:1521:orders",
        "jdbc:oracle:thin:\"ap@p\"/\"S3CRET\"@db:1521:orders",
        "jdbc:oracle:thin:app/S3C@RET:1/x@db:1521:orders"
      })
  void noPartOfALoginIsLeft(String url) {
    assertThat(UrlRedactor.redact(url)).contains("***").doesNotContain("S3C").doesNotContain("RET");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:postgresql://db:5432/orders?user=app&ssl=true",
        "jdbc:postgresql://db1:5432,db2:5432/orders",
        "jdbc:postgresql://db:${PORT}/orders",
        "jdbc:postgresql://[::1]:5432/orders",
        "jdbc:mysql://db:3306/orders?user=app@corp",
        "jdbc:sqlserver://db:1433;databaseName=orders;encrypt=true",
        "jdbc:oracle:thin:@//db:1521/orders",
        "jdbc:sqlite:file:/x?vfs=memdb&busy_timeout=500",
        "jdbc:h2:mem:test;MODE=PostgreSQL",
        "jdbc:sqlserver://db:1433;databaseName=orders;user=app@corp.com",
        "jdbc:hive2://h:10000/default;principal=hive/_HOST@REALM.COM",
        "jdbc:h2:tcp://localhost:9092/~/test;USER=a@b",
        "jdbc:mysql://db:3306?user=a@b",
        "jdbc:postgresql://[2001:db8::1]:5432/orders?user=a@b",
        "jdbc:sqlserver://[::1]:1433;databaseName=orders;user=a@b.com",
        "jdbc:postgresql:///o?cloudSqlInstance=p:r:i&user=sa@p.iam",
        "jdbc:sqlserver://db;serverSpn=MSSQLSvc/h:1433@CORP.COM",
        "jdbc:h2:mem:test;INIT=RUNSCRIPT FROM x",
        "jdbc:h2:mem:test;INIT=RUNSCRIPT FROM x;USER=it's",
        "jdbc:h2:mem:test;USER=a@b",
        "jdbc:derby:orders;user=a@b",
        "jdbc:db2://h:50000/SAMPLE:user=a@b;x=y;",
        "jdbc:mysql://app@db:3306/orders?x=a@b",
        "jdbc:postgresql://db:5432/orders?user=a@b&x=c/d",
        "jdbc:sqlserver://db:1433;user=a@b;trustStore=/etc/x",
        "jdbc:postgresql://db/orders?sslkey=/etc/certs/client.pk8&ssl=true",
        "jdbc:sqlite:f.db?foreign_keys=on",
        "jdbc:acme://db/orders?bypass=true",
        "jdbc:oracle:thin:app@db:1521/orders",
        "jdbc:oracle:thin:/@db:1521:orders",
        "jdbc:oracle:thin:@//db:1521/orders?x=a@b",
        "jdbc:oracle:thin:@tcps://db:2484/orders?wallet_location=/x",
        "jdbc:postgresql:orders?user=app@corp.com",
        "jdbc:dremio:direct=h:31010;user=a@corp.com",
        "jdbc:sqlserver://db\\SQLEXPRESS;databaseName=orders;trustStore=C:ts.jks;encrypt=true",
        "jdbc:postgresql://db/orders?sslkey=/run/secrets/pg_key"
      })
  void whatIsNoSecretStaysReadable(String url) {
    assertThat(UrlRedactor.redact(url)).isEqualTo(url);
  }

  @Test
  void whatStandsBehindADescribedPasswordStays() {
    assertThat(
            UrlRedactor.redact(
                "jdbc:mysql://(host=db1,password=S3CRET),(host=db2,port=3307)/orders?useSSL=true"))
        .isEqualTo("jdbc:mysql://(host=db1,password=***),(host=db2,port=3307)/orders?useSSL=true");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "jdbc:mysql://root:1/S3C=RET@db:3306/orders | jdbc:mysql://root:***@db:3306/orders",
        "jdbc:mysql://app@corp.com:S3C/RET@db:3306/orders | jdbc:mysql://app@corp.com:***@db:3306/orders",
        "jdbc:postgresql://app:S3CRET@db:5432/o?user=a@b&x=c/d | jdbc:postgresql://app:***@db:5432/o?user=a@b&x=c/d",
        "jdbc:postgresql://db:5432/o?socksProxy=app:S3CRET@proxy:1080 | jdbc:postgresql://db:5432/o?socksProxy=app:***@proxy:1080",
        "jdbc:oracle:thin:app@corp.com/S3CRET@db:1521:o | jdbc:oracle:thin:app@corp.com/***@db:1521:o",
        "jdbc:teradata://db/USER=a,PASSWORD='S3C,RET',TMODE=ANSI | jdbc:teradata://db/USER=a,PASSWORD=***,TMODE=ANSI",
        "jdbc:h2:mem:t;INIT=SET x 'S3CRET'\\;SET y z;MODE=MySQL | jdbc:h2:mem:t;INIT=***;MODE=MySQL"
      })
  void theRestOfTheUrlStays(String url, String safe) {
    assertThat(UrlRedactor.redact(url)).isEqualTo(safe);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "jdbc:postgresql://db/orders?user=app&password=S3C'RET&ssl=true | [S3C'RET]",
        "jdbc:sqlserver://db:1433;user=sa;password=S3C&R@T;encrypt=true | [S3C&R@T]",
        "jdbc:mysql://app:S3C@RET@db/orders?sslPassword=M0RE | [M0RE, S3C@RET]",
        "jdbc:mysql://db/orders?password2=S3CRET&passwordCharacterEncoding=UTF-8 | [S3CRET]",
        "jdbc:db2://db:50000/SAMPLE:password=S3C@RET;user=app; | [S3C@RET]",
        "jdbc:h2:mem:t;INIT=RUNSCRIPT FROM 'http://app:S3CRET@db/x' | [S3CRET]",
        "jdbc:h2:mem:t;INIT=CREATE USER a PASSWORD 'S3CRET'\\;RUNSCRIPT FROM 'x.sql' | [S3CRET]",
        "jdbc:h2:mem:t;INIT=ALTER USER a SET SALT 'S41T' HASH $$H45H$$;MODE=MySQL | [S41T, H45H]",
        "jdbc:h2:mem:t;INIT=CREATE USER a PASSWORD 'S3C''n''RET' | [S3C''n''RET, S3C'n'RET]",
        "jdbc:h2:mem:t;INIT=CREATE USER a PASSWORD $$S3C'n'RET$$ | [S3C'n'RET]",
        "jdbc:postgresql://db/o?sslkey=/etc/client.pk8&pass%77ord=S3CRET | [S3CRET]",
        "jdbc:oracle:thin:app@corp.com/S3CRET@db:1521:o | [S3CRET]",
        "jdbc:oracle:thin:app@db:1521/o | []"
      })
  void whatItTakesOutCanBeAskedFor(String url, String secrets) {
    assertThat(UrlRedactor.secretsIn(url)).hasToString(secrets);
  }

  @Test
  void aLoginIsWhatHasNoName() {
    assertThat(UrlRedactor.loginsIn("jdbc:mysql://app:S3C/RET@db/orders?sslPassword=M0RE"))
        .containsExactly("S3C/RET");
  }
}

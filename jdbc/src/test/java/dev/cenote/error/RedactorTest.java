package dev.cenote.error;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedactorTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:postgresql://db/orders?user=app&password=S3CRET",
        "jdbc:postgresql://db/orders?password=S3C;RET&ssl=true",
        "jdbc:postgresql://db/orders?PASSWORD=S3CRET",
        "jdbc:postgresql://db/orders?sslmode=require&sslpassword=S3CRET",
        "jdbc:mysql://db/orders?trustCertificateKeyStorePassword=S3CRET",
        "jdbc:mysql://address=(host=db)(port=3306)(user=app)(password=S3CRET)/orders",
        "jdbc:mysql://address=(host=db)(password=S3C;RET)/orders",
        "jdbc:mysql://(host=db,password=S3C&RET,port=3306)/orders",
        "jdbc:mysql://address=(host=db)(trustCertificateKeyStorePassword=S3C;RET)/orders",
        "jdbc:mysql://(host=db,trustCertificateKeyStorePassword=S3C&RET,port=3306)/orders",
        "jdbc:sqlserver://db;user=app;password=S3CRET;encrypt=true",
        "jdbc:sqlserver://db;user=app;password={S3C;RET}}x};encrypt=true",
        "jdbc:sqlserver://db;accessToken=S3CRET",
        "cannot reach jdbc:sqlserver://db:1433;user=sa;password=S3C@RET;encrypt=true, it says",
        "jdbc:h2:mem:t;USER=sa;PASSWORD=S3C@RET",
        "connecting with password='S3C RET' failed",
        "password=\"S3C&RET\"",
        "PASSWORD = 'S3C''RET'",
        "jdbc:h2:mem:test;USER=sa;PASSWORD=S3CRET",
        "{user=app, password=S3CRET, ssl=true}",
        "jdbc:snowflake://db/?private_key_pwd=S3CRET",
        "connecting with pwd=S3CRET failed",
        "api-key=S3CRET",
        "jdbc:sqlite:f.db?cipher=sqlcipher&key=S3CRET",
        "jdbc:sqlite:f.db?hexkey=S3CRET",
        "client_secret=S3CRET",
        "{\"user\":\"app\",\"password\":\"S3C'RET\"}",
        "{\"password\":\"S3C\\\"RET\"}",
        "{'user': 'app', 'password': 'S3C RET'}",
        "{\\\"user\\\":\\\"app\\\",\\\"password\\\":\\\"S3CRET\\\"}",
        "password=' S3C RET' is wrong",
        "password=\" S3C RET\"",
        "jdbc:teradata://db/USER=app,PASSWORD='S3C,RET',TMODE=ANSI",
        "AccountKey=S3CRET",
        "jdbc:acme://db/orders?authKey=S3CRET",
        "LOGDATA=S3CRET",
        "jwt=S3CRET",
        "dbCryptConfig=S3CRET",
        "db_pass=S3CRET"
      })
  void noFormOfASecretSurvives(String text) {
    assertThat(Redactor.redact(text)).contains("***").doesNotContain("S3C").doesNotContain("RET");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "postgresql://app:S3CRET@db/orders",
        "postgresql://app:S3C@RET@db/orders",
        "postgresql://app:S3C/RET@db/orders",
        "postgresql://app:S3C?RET@db/orders",
        "postgresql://app:S3C#RET@db/orders",
        "postgresql//app:S3CRET@db/orders",
        "postgresql:/app:S3CRET@db/orders",
        "app:S3CRET@db/orders",
        "mailto:app:S3CRET@db/orders",
        "postgresql:/mailto:S3CRET@db/orders",
        "postgresql://app:S3CRET",
        "cannot connect to postgresql://app:S3CRET, it says",
        "jdbc:mysql://app:S3CRET@db1,db2/orders",
        "jdbc:oracle:thin:app/S3CRET@//db:1521/orders",
        "jdbc:oracle:thin:app/S3C@RET@db:1521:orders",
        "postgresql://app@corp.com:S3C/RET@db/orders",
        "postgresql://app@corp.com:S3CRET@db/orders",
        "mysql://root:1/S3C=RET@db:3306/orders",
        "mysql://root:1?S3C=RET@db:3306/orders",
        "URL authority segment 'app:S3C@RET@db:3306'.",
        "Incorrect port value : S3CRET@db",
        "cannot connect to jdbc:oracle:thin:app/S3CRET, it says",
        "jdbc:oracle:thin:app/S3CRET",
        "jdbc:oracle:app/S3CRET@db:1521:orders",
        "jdbc:oracle:thin:app@corp.com/S3CRET@db:1521:orders",
        "jdbc:oracle:thin:app/\"S3C RET\"@db:1521:orders",
        "jdbc:oracle:thin:\"ap@p\"/\"S3CRET\"@db:1521:orders"
      })
  void noFormOfALoginSurvives(String text) {
    assertThat(Redactor.redact(text)).contains("***").doesNotContain("S3C").doesNotContain("RET");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:postgresql://db:5432/orders?user=app&ssl=true",
        "jdbc:postgresql://db1:5432,db2:5432/orders",
        "jdbc:postgresql://db:${PORT}/orders",
        "jdbc:postgresql://[::1]:5432/orders",
        "jdbc:mysql://db:3306/orders?user=app@corp",
        "FATAL: password authentication failed for user \"app\"",
        "jdbc:oracle:thin:@//db:1521/orders",
        "jdbc:sqlite:file:/x?vfs=memdb&busy_timeout=500",
        "mail app@example.com about key=value",
        "write to <mailto:dba@example.com>",
        "stopped at 10:30@host",
        "23:59:07.125@host says no",
        "password: authentication failed for user \"app\"",
        "cannot get a token: 401 Unauthorized",
        "column \"password\": no such column \"x\"",
        "jdbc:oracle:thin:@db:1521/orders",
        "the path java:/comp/env is unknown",
        "Incorrect port value : 33o6",
        "bypass=true"
      })
  void whatIsNoSecretStaysReadable(String text) {
    assertThat(Redactor.redact(text)).isEqualTo(text);
  }

  @Test
  void theRestOfTheUrlStays() {
    assertThat(Redactor.redact("postgresql://app:S3CRET@db:5432/orders?ssl=true"))
        .isEqualTo("postgresql://app:***@db:5432/orders?ssl=true");
    assertThat(Redactor.redact("jdbc:postgresql://db/orders?password=S3CRET&ssl=true"))
        .isEqualTo("jdbc:postgresql://db/orders?password=***&ssl=true");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"app:10:30@db", "app10:30@db", "10:3O@db", "10:305@db", "postgresql:/10:30@db"})
  void whatOnlyLooksLikeATimeOfDayIsALogin(String text) {
    assertThat(Redactor.redact(text)).endsWith(":***@db");
  }

  @Test
  @Timeout(60) // what takes a token apart again and again needs hours for this
  void longTextsAreReadOnce() {
    String token = "a1B2".repeat(50_000);
    String literal = "x".repeat(50_000);
    String blanks = " ".repeat(400_000);

    assertThat(Redactor.redact("id=" + token + " at a@b")).isEqualTo("id=" + token + " at a@b");
    assertThat(Redactor.redact("password={" + literal + "}")).isEqualTo("password=***");
    assertThat(Redactor.redact(token + ":" + token + "@db")).contains(token);
    assertThat(Redactor.redactSql("SET x = '" + literal + "'")).isEqualTo("SET x = '***'");
    assertThat(Redactor.redact(",password=" + blanks + "x"))
        .isEqualTo(",password=" + blanks + "***");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "jdbc:postgresql://db/orders?user=app&password=S3C%40RET&ssl=true | [S3C%40RET]",
        "jdbc:mysql://app:S3C@RET@db/orders?sslPassword=M0RE | [M0RE, S3C@RET]",
        "jdbc:oracle:thin:app/S3CRET@db:1521:orders | [S3CRET]",
        "app:S3CRET@db | [S3CRET]",
        "jdbc:sqlserver://db;user=app;password={S3C;RET};encrypt=true | [{S3C;RET}]",
        "jdbc:postgresql://db:5432/orders?user=app | []",
        "jdbc:mysql://db/orders?passwordCharacterEncoding=UTF-8 | []",
        "jdbc:aws-wrapper:mysql://db/orders?secretsManagerRegion=eu-west-1&accessToken=T0KEN | [T0KEN]"
      })
  void whatItTakesOutCanBeAskedFor(String text, String secrets) {
    assertThat(Redactor.secretsIn(text)).hasToString(secrets);
  }

  @Test
  void anEmptyPasswordHidesNothingElse() {
    String text = "url 'jdbc:h2:mem:x;USER=sa;PASSWORD=' is wrong: add the driver 'h2'";
    assertThat(Redactor.redact(text)).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SET x = 'S3C''RET'",
        "/* don't touch */ SET app.token = 'S3CRET'",
        "-- it's\nSET x = $$S3CRET$$",
        "SET x = 'S3CRET' # ours, isn't it",
        "SET `it's` = 'S3CRET'",
        "SET x = 'S3C\\'RET'",
        "SET x = \"S3C\\\"RET\"",
        "SET x = q'[S3C'RET]'",
        "ALTER USER app IDENTIFIED BY S3CRET -- don't"
      })
  void noLiteralOfAStatementIsShown(String sql) {
    assertThat(Redactor.redactSql(sql)).contains("***").doesNotContain("S3C").doesNotContain("RET");
  }

  @Test
  void whatStandsBeforeTheFirstQuoteOfAStatementStays() {
    assertThat(Redactor.redactSql("SET x = 1 -- /* of ours */"))
        .isEqualTo("SET x = 1 -- /* of ours */");
    assertThat(Redactor.redactSql("/* ours */ SET x = 'S3CRET'"))
        .isEqualTo("/* ours */ SET x = '***'");
  }

  @Test
  void theFileOfAKeyIsNoSecretAndTheKeyIsOne() {
    assertThat(SecretNames.isSecretValue("sslkey", "/etc/certs/client.PK8")).isFalse();
    assertThat(SecretNames.isSecretValue("AccountKey", "/S3C/RET==")).isTrue();
    assertThat(SecretNames.isSecretValue("password", "client.key")).isTrue();
    assertThat(SecretNames.isSecretValue("db_pass", "S3CRET")).isTrue();
    assertThat(SecretNames.isSecretValue("bypass", "S3CRET")).isFalse();
  }

  @Test
  void aPasswordThatBeginsWithADigitIsNoPort() {
    assertThat(Redactor.redact("postgresql://scott:7canary/db is wrong"))
        .isEqualTo("postgresql://scott:***/db is wrong");
    assertThat(Redactor.redact("postgresql://db:5432/orders, postgresql://db:5432."))
        .isEqualTo("postgresql://db:5432/orders, postgresql://db:5432.");
  }
}

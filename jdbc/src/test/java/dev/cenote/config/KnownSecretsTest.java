package dev.cenote.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cenote.error.Secrets;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KnownSecretsTest {

  private static String told(String said, List<String> known) {
    Secrets secrets = new Secrets();
    secrets.learn(known);
    return secrets.redact(said);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          jdbc:mysql://app:S3C/RET@db:3306/o       | host:port pair 'app:S3C'  | host:port pair 'app:***'
          jdbc:mysql://app:S3C/RET@db:3306/o       | port value : S3C          | port value : ***
          jdbc:mysql://app:S3C%40X/RET@db:3306/o   | no S3C@X, no RET          | no ***, no ***
          jdbc:mysql://app:S3CRET@db1,app:S3CRET@db2/o | no S3CRET             | no ***
          jdbc:mariadb://app:S3CRET@db1:3306,app:S3CRET@db2:3306/o | port value : S3CRET@db1 | port value : ***@db1
          jdbc:mariadb://app:S3CRET@db1:3306,app:S3CRET@db2:3306/o | no S3CRET at db1 | no *** at db1
          jdbc:mysql://app:3306/S3CRET@db:3306/o   | no S3CRET at db:3306      | no *** at db:3306
          jdbc:acme:app:S3CRET@db                  | acme has no S3CRET        | acme has no ***
          jdbc:oracle:thin:app/"S3CRET"@db:1521:o  | no S3CRET                 | no ***
          jdbc:oracle:thin:app/S3CRET              | no S3CRET                 | no ***
          jdbc:oracle:thin:app@db:1521/o           | oracle thin app           | oracle thin app
          jdbc:teradata://db/A=b,PASSWORD='S3C,RET',C=d | no S3C,RET           | no ***
          jdbc:sqlserver://db;password={S3C;}}RET} | no S3C;}RET               | no ***
          jdbc:postgresql://db/o?pass%77ord=S3CRET | no S3CRET                 | no ***
          jdbc:mysql://app:user!2024@db/orders     | failed for user "app"     | failed for user "app"
          jdbc:mysql://app:password!1@db/orders    | (using password: YES)     | (using password: YES)
          jdbc:mysql://app:test=1@db/orders        | no database test          | no database test
          jdbc:mysql://app:the/S3CRET@db/orders    | the S3CRET                | the ***
          jdbc:mysql://app:S3CRET@db1,db2,app:S3CRET@db3/o | db1, db2, S3CRET  | db1, db2, ***
          jdbc:postgresql:orders?user=app@corp.com | user app of orders        | user app of orders
          jdbc:sqlserver://db;trustStore=C:x.jks;user=a@b | C:x.jks | C:x.jks
          jdbc:postgresql://db/o?sslkey=/run/pg_key | no file /run/pg_key       | no file /run/pg_key
          jdbc:postgresql://db/o?sslkey=/x/app.pk8 | no file /x/app.pk8        | no file /x/app.pk8
          """)
  void whatADriverRepeatsOfAUrlIsHidden(String url, String said, String safe) {
    assertThat(told(said, KnownSecrets.of(DatabaseUrl.parse(url)))).isEqualTo(safe);
  }

  @Test
  void ofTheStatementsInAUrlOnlyPasswordsAreHidden() {
    String url = "jdbc:h2:mem:t;INIT=CREATE USR a PASSWORD 'S3CRET'\\;RUNSCRIPT FROM 'x.sql'";
    List<String> known = KnownSecrets.of(DatabaseUrl.parse(url));

    assertThat(told("no USR: CREATE USR a PASSWORD 'S3CRET'; no x.sql", known))
        .isEqualTo("no USR: CREATE USR a PASSWORD '***'; no x.sql");
  }

  @Test
  void ofDriverPropertiesAKeyIsHiddenAndTheFileOfOneIsNot() {
    Properties properties = new Properties();
    properties.setProperty("url", "jdbc:h2:mem:test");
    properties.setProperty("properties.sslkey", "/etc/certs/client.pk8");
    properties.setProperty("properties.accountKey", "S3CRET==");

    List<String> known = KnownSecrets.of(CenoteConfig.fromProperties(properties));

    assertThat(told("Could not read SSL key file /etc/certs/client.pk8 with S3CRET==.", known))
        .isEqualTo("Could not read SSL key file /etc/certs/client.pk8 with ***.");
  }
}

package dev.cenote.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postgresql.ds.PGSimpleDataSource;

class DataSourceBeanTest {

  /** Has two setters of one name, as some drivers have. */
  public static final class Overloaded extends PGSimpleDataSource {

    private static final long serialVersionUID = 1;

    private String limit = "none";

    /** As a switch. */
    public void setLimit(boolean on) {
      limit = "on: " + on;
    }

    /** As a number. */
    public void setLimit(int most) {
      limit = "most: " + most;
    }
  }

  private static String limit(String text) {
    String name = Overloaded.class.getName();
    return ((Overloaded) DataSourceBean.of(name, Map.of("limit", text))).limit;
  }

  private static PGSimpleDataSource source(Map<String, String> properties) {
    return (PGSimpleDataSource) DataSourceBean.of(PGSimpleDataSource.class.getName(), properties);
  }

  @ParameterizedTest
  @CsvSource({"true, true", "TRUE, true", "on, true", "1, true", "false, false", "0, false"})
  void aBooleanIsReadAsPeopleWriteIt(String text, boolean value) {
    assertThat(source(Map.of("ssl", text)).getSsl()).isEqualTo(value);
  }

  @Test
  void aNumberMayHaveSpacesAroundIt() {
    assertThat(source(Map.of("connectTimeout", " 7 ")).getConnectTimeout()).isEqualTo(7);
  }

  @Test
  void whatDoesNotFitIsSaidAllTogetherAndWithoutItsValue() {
    assertThatIllegalArgumentException()
        .isThrownBy(() ->
            source(
                Map.of(
                    "ssl", "hunter2",
                    "connectTimeout", "hunter2",
                    "portNumbers", "hunter2",
                    "nonsense", "hunter2")))
        .withMessage(
            "properties of org.postgresql.ds.PGSimpleDataSource: connectTimeout is no number;"
                + " nonsense does not exist; portNumbers cannot be set from text; ssl is neither true"
                + " nor false");
  }

  @Test
  void anEmptyNameIsNoneOfAProperty() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> source(Map.of("", "hunter2")))
        .withMessage("properties of org.postgresql.ds.PGSimpleDataSource: '' does not exist");
  }

  @Test
  void ofSettersOfOneNameTheOneThatFitsIsUsed() {
    assertThat(limit("7")).isEqualTo("most: 7");
    assertThat(limit("true")).isEqualTo("on: true");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> limit("hunter2"))
        .withMessageMatching(".*: limit is (?:no number|neither true nor false)");
  }

  @Test
  void aClassThatIsMissingOrNoDataSourceIsNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DataSourceBean.of("no.such.Source", Map.of()))
        .withMessage("there is no class no.such.Source: add the driver");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DataSourceBean.of("java.lang.Object", Map.of()))
        .withMessage("java.lang.Object is no javax.sql.DataSource");
  }
}

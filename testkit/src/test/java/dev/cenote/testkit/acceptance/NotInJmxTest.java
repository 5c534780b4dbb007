package dev.cenote.testkit.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cenote.CenoteDataSource;
import dev.cenote.error.ErrorCode;
import dev.cenote.testkit.contract.Stage;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import javax.management.MBeanServer;
import javax.management.MBeanServerBuilder;
import javax.management.MBeanServerDelegate;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A pool that is to be shown in JMX where that is not possible says why, and lends. */
@Timeout(120)
class NotInJmxTest {

  private static final String LENT = "has lent";

  @TempDir private Path folder;

  /** The program. It uses nothing that a small runtime image lacks. */
  @SuppressWarnings("unused") // the JVM calls it
  static final class Shown {

    private Shown() {}

    public static void main(String[] arguments) throws SQLException {
      try (CenoteDataSource pool =
              CenoteDataSource.builder()
                  .url("jdbc:h2:mem:orders")
                  .name("orders")
                  .jmx(true)
                  .build();
          Connection connection = pool.getConnection()) {
        Stage.use(connection);
        System.out.println(LENT);
      }
    }
  }

  /** Makes the platform's MBean server one that takes no beans of pools. */
  public static final class Forbidding extends MBeanServerBuilder {

    /** As the platform calls it. */
    public Forbidding() {}

    @Override
    public MBeanServer newMBeanServer(
        String domain, MBeanServer outer, MBeanServerDelegate delegate) {
      MBeanServer server = super.newMBeanServer(domain, outer, delegate);
      return (MBeanServer)
          Proxy.newProxyInstance(
              Forbidding.class.getClassLoader(),
              new Class<?>[] {MBeanServer.class},
              (proxy, method, arguments) -> {
                if (method.getName().equals("registerMBean")
                    && ((ObjectName) arguments[1]).getDomain().equals("dev.cenote")) {
                  throw new SecurityException("not allowed");
                }
                try {
                  return method.invoke(server, arguments);
                } catch (InvocationTargetException thrown) {
                  throw thrown.getCause();
                }
              });
    }
  }

  private String warning(String option, String value) throws Exception {
    try (PoolProgram program = PoolProgram.start(folder, Shown.class, option + "=" + value)) {
      Stage.eventually(() -> assertThat(program.said(LENT)).isPresent());
      return program.said(ErrorCode.NOT_IN_JMX.id()).orElseThrow();
    }
  }

  @Test
  void anMBeanServerThatForbidsIsTheExampleOnThePage() throws Exception {
    String said = warning("-Djavax.management.builder.initial", Forbidding.class.getName());

    PageExample.assertSaid(said, ErrorCode.NOT_IN_JMX);
  }

  @Test
  void aRuntimeImageWithoutManagementIsTheSecondExample() throws Exception {
    String said = warning("--limit-modules", "java.sql,java.naming,java.logging");

    PageExample.assertSaid(said, ErrorCode.NOT_IN_JMX, 1);
  }
}

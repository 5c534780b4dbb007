package dev.cenote.jmx;

import java.lang.management.ManagementFactory;
import java.util.function.Consumer;
import javax.management.InstanceAlreadyExistsException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/** The platform's MBean server. Needs java.management: only {@link JmxRegistration} may call it. */
final class PlatformServer {

  private static final int SAME_NAMES_MAX = 1_000;

  private PlatformServer() {}

  static Runnable register(String pool, CenotePoolMXBean bean, Consumer<String> note)
      throws JMException {
    MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    for (int number = 1; number <= SAME_NAMES_MAX; number++) {
      ObjectName name = nameOf(pool, number);
      try {
        server.registerMBean(bean, name);
      } catch (InstanceAlreadyExistsException taken) {
        continue;
      }
      if (number > 1) {
        note.accept("another pool of this name is in JMX already, this one is " + name);
      }
      return () -> unregister(server, name);
    }
    throw new InstanceAlreadyExistsException(SAME_NAMES_MAX + " pools have this name");
  }

  private static ObjectName nameOf(String pool, int number) throws JMException {
    String first = "dev.cenote:type=Pool,name=" + ObjectName.quote(pool);
    return new ObjectName(number == 1 ? first : first + ",number=" + number);
  }

  private static void unregister(MBeanServer server, ObjectName name) {
    try {
      server.unregisterMBean(name);
    } catch (JMException | RuntimeException gone) {
      return; // somebody else has done it, or the server does not let us: the bean is empty by now
    }
  }
}

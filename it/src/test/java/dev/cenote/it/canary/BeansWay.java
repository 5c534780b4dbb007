package dev.cenote.it.canary;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Locale;
import javax.management.JMException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanInfo;
import javax.management.MBeanOperationInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;

/**
 * What JMX shows of us: names, descriptions, attributes, and what operations return that only ask.
 */
final class BeansWay {

  static final String NAME = "JMX";

  private BeansWay() {}

  static void sweep(Outputs outputs) throws JMException {
    MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    for (ObjectName name : server.queryNames(null, null)) {
      if (name.getCanonicalName().toLowerCase(Locale.ROOT).contains("cenote")) {
        sweep(outputs, server, name);
      }
    }
  }

  private static void sweep(Outputs outputs, MBeanServer server, ObjectName name)
      throws JMException {
    MBeanInfo info = server.getMBeanInfo(name);
    outputs.add(NAME, name.getCanonicalName() + " " + info + " " + info.getDescriptor());
    for (MBeanAttributeInfo attribute : info.getAttributes()) {
      if (attribute.isReadable()) {
        String text = text(server.getAttribute(name, attribute.getName()));
        outputs.add(NAME, attribute.getName() + " = " + text + " " + attribute.getDescriptor());
      }
    }
    for (MBeanOperationInfo operation : info.getOperations()) {
      boolean asks = operation.getSignature().length == 0;
      if (asks && !operation.getReturnType().equals("void")) {
        Object answer = server.invoke(name, operation.getName(), null, null);
        outputs.add(NAME, operation.getName() + " = " + text(answer));
      }
    }
  }

  private static String text(@Nullable Object value) {
    return value instanceof Object[] many ? Arrays.deepToString(many) : String.valueOf(value);
  }
}

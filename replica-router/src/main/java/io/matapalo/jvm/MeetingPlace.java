package io.matapalo.jvm;

import java.lang.management.ManagementFactory;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.management.Descriptor;
import javax.management.InstanceAlreadyExistsException;
import javax.management.JMException;
import javax.management.MBeanException;
import javax.management.MBeanOperationInfo;
import javax.management.MBeanParameterInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.RuntimeOperationsException;
import javax.management.modelmbean.DescriptorSupport;
import javax.management.modelmbean.InvalidTargetObjectTypeException;
import javax.management.modelmbean.ModelMBeanAttributeInfo;
import javax.management.modelmbean.ModelMBeanConstructorInfo;
import javax.management.modelmbean.ModelMBeanInfoSupport;
import javax.management.modelmbean.ModelMBeanNotificationInfo;
import javax.management.modelmbean.ModelMBeanOperationInfo;
import javax.management.modelmbean.RequiredModelMBean;

/**
 * One map for all copies of this class in one JVM, whatever class loader each came from: the driver
 * sits in a server's module, the filter in an application. It hangs in the platform MBean server,
 * inside an MBean of the JDK's own class, so nothing of ours is pinned when an application is taken
 * away. A non-string system property would serve too, but breaks {@code Properties.store} and
 * {@code list} of anyone else. Thread-safe; registering is atomic.
 */
public final class MeetingPlace {

  private static final String NAME = "io.matapalo:type=SqlRecorder,version=3";
  private static final Logger LOG = Logger.getLogger(LogNames.RECORDER);

  private static final ConcurrentMap<String, Object> SHARED = join(NAME);

  private MeetingPlace() {}

  /** What all copies share under {@code key}, of one JDK type: {@code first} for the first. */
  // The type behind a key is what copies agree on.
  @SuppressWarnings("unchecked")
  public static <T> T shared(String key, T first) {
    Object before = SHARED.putIfAbsent(key, first);
    return before == null ? first : (T) before;
  }

  /**
   * The shared map; the first caller in the JVM creates it. Where that is not allowed, a map of
   * this copy's own: counts apart are better than an application without its database.
   */
  static ConcurrentMap<String, Object> join(String text) {
    try {
      MBeanServer server = ManagementFactory.getPlatformMBeanServer();
      ObjectName name = new ObjectName(text);
      if (!server.isRegistered(name)) {
        register(server, name);
      }
      return mapOf(server, name);
    } catch (JMException | RuntimeException e) {
      LOG.log(
          Level.WARNING,
          "the SQL recorder cannot reach its MBean " + text + ", so this copy counts for itself",
          e);
      return new ConcurrentHashMap<>();
    }
  }

  private static void register(MBeanServer server, ObjectName name) throws JMException {
    try {
      server.registerMBean(beanAround(new ConcurrentHashMap<>()), name);
    } catch (InstanceAlreadyExistsException e) {
      // Another copy was first: its map is the one.
      return;
    }
  }

  // The map's type is the contract between copies; JMX hands out plain Object.
  @SuppressWarnings("unchecked")
  private static ConcurrentMap<String, Object> mapOf(MBeanServer server, ObjectName name)
      throws JMException {
    Object self =
        server.invoke(name, "getOrDefault", new Object[] {"", null}, operationSignature());
    return (ConcurrentMap<String, Object>) self;
  }

  private static String[] operationSignature() {
    return new String[] {Object.class.getName(), Object.class.getName()};
  }

  private static RequiredModelMBean beanAround(ConcurrentHashMap<String, Object> map)
      throws MBeanException, RuntimeOperationsException, JMException {
    // The map holds itself under the empty key: JMX answers look-ups, not the managed object.
    map.put("", map);
    Descriptor descriptor =
        new DescriptorSupport("name=getOrDefault", "descriptorType=operation", "role=operation");
    ModelMBeanOperationInfo look =
        new ModelMBeanOperationInfo(
            "getOrDefault",
            "looks an entry up",
            new MBeanParameterInfo[] {
              new MBeanParameterInfo("key", Object.class.getName(), "the key"),
              new MBeanParameterInfo("otherwise", Object.class.getName(), "the answer for none")
            },
            Object.class.getName(),
            MBeanOperationInfo.INFO,
            descriptor);
    RequiredModelMBean bean =
        new RequiredModelMBean(
            new ModelMBeanInfoSupport(
                ConcurrentHashMap.class.getName(),
                "Matapalo SQL recorder",
                new ModelMBeanAttributeInfo[0],
                new ModelMBeanConstructorInfo[0],
                new ModelMBeanOperationInfo[] {look},
                new ModelMBeanNotificationInfo[0]));
    try {
      bean.setManagedResource(map, "ObjectReference");
    } catch (InvalidTargetObjectTypeException e) {
      throw new IllegalStateException("the JDK's model MBean refuses an object reference", e);
    }
    return bean;
  }
}

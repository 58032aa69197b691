package io.matapalo.perf.launcher.costs;

import com.sun.management.ThreadMXBean;
import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import io.matapalo.perf.launcher.demo.DemoException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/**
 * Bytes that all threads of another JVM have allocated so far, ended threads too. Attaching starts
 * a management agent in that JVM, which stays. Confined to one thread.
 */
public final class AllocatedBytes implements AutoCloseable {
  private final JMXConnector connector;
  private final ThreadMXBean threads;
  private final long ofOneReading;

  private AllocatedBytes(JMXConnector connector, ThreadMXBean threads) {
    this.connector = connector;
    this.threads = threads;
    // The first reading loads classes there.
    threads.getTotalThreadAllocatedBytes();
    long before = threads.getTotalThreadAllocatedBytes();
    this.ofOneReading = threads.getTotalThreadAllocatedBytes() - before;
  }

  /** Attaches to a JVM of the same user. */
  public static AllocatedBytes of(long pid) {
    try {
      VirtualMachine machine = VirtualMachine.attach(Long.toString(pid));
      JMXConnector connector;
      try {
        connector = connected(machine.startLocalManagementAgent());
      } finally {
        machine.detach();
      }
      return new AllocatedBytes(
          connector,
          ManagementFactory.newPlatformMXBeanProxy(
              connector.getMBeanServerConnection(),
              ManagementFactory.THREAD_MXBEAN_NAME,
              ThreadMXBean.class));
    } catch (AttachNotSupportedException | IOException e) {
      throw new DemoException(
          "the JVM with process id %d cannot be asked for its allocations: %s"
              .formatted(pid, e.getMessage()),
          e);
    }
  }

  // The address is that of a JVM of this user on this machine, so that no stranger's objects are
  // read.
  @SuppressWarnings("BanJNDI")
  private static JMXConnector connected(String address) throws IOException {
    return JMXConnectorFactory.connect(new JMXServiceURL(address));
  }

  /** Since the start of that JVM; the difference of two readings has one reading's own bytes. */
  public long read() {
    return threads.getTotalThreadAllocatedBytes();
  }

  /** What was allocated after a reading, without the bytes of reading itself. */
  public long since(long reading) {
    return Math.max(0, read() - reading - ofOneReading);
  }

  @Override
  public void close() {
    try {
      connector.close();
    } catch (IOException e) {
      throw new DemoException("the connection to a JVM cannot be closed: " + e.getMessage(), e);
    }
  }
}

package io.matapalo.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.util.Map;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.StandardMBean;
import org.junit.jupiter.api.Test;

final class MeetingPlaceTest {

  /** Some management interface that has nothing to do with the recorder. */
  public interface Stranger {
    String getName();
  }

  @Test
  void allWhoJoinByOneNameShareOneMap() throws Exception {
    String name = "io.matapalo:type=MeetingPlaceTest,what=shared";
    try {
      MeetingPlace.join(name).put("key", "value");
      assertThat(MeetingPlace.join(name)).containsEntry("key", "value");
    } finally {
      ManagementFactory.getPlatformMBeanServer().unregisterMBean(new ObjectName(name));
    }
  }

  @Test
  void whoCannotJoinCountsForItself() throws Exception {
    MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    ObjectName taken = new ObjectName("io.matapalo:type=MeetingPlaceTest,what=taken");
    server.registerMBean(new StandardMBean((Stranger) () -> "stranger", Stranger.class), taken);
    try {
      Map<String, Object> own = MeetingPlace.join(taken.toString());
      own.put("key", "value");
      assertThat(own).containsEntry("key", "value");
      assertThat(MeetingPlace.join(taken.toString())).isEmpty();
    } finally {
      server.unregisterMBean(taken);
    }
  }

  @Test
  void whoMayNotEvenNameItCountsForItself() {
    assertThat(MeetingPlace.join("no name of an MBean")).isEmpty();
  }
}

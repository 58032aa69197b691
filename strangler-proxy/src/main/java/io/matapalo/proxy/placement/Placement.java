package io.matapalo.proxy.placement;

import io.matapalo.proxy.affinity.AffinityKey;
import io.matapalo.proxy.affinity.Instance;
import io.matapalo.proxy.affinity.IpAddress;
import java.util.List;

/** Puts the usable instances of one roster in the order in which a request tries them. */
@FunctionalInterface
public interface Placement {

  /**
   * All usable instances, each once; the open ones come first.
   *
   * @param client the client's address, for the modes of other proxies, which know nothing else
   * @param key what identifies the client
   */
  List<Instance> order(IpAddress client, AffinityKey key);
}

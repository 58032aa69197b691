package io.matapalo.proxy.stickiness;

import io.matapalo.proxy.affinity.AffinityKey;
import io.matapalo.proxy.affinity.Instance;
import io.matapalo.proxy.affinity.IpAddress;
import io.matapalo.proxy.placement.DataKey;
import io.matapalo.proxy.placement.HaproxyMap;
import io.matapalo.proxy.placement.HaproxyRing;
import io.matapalo.proxy.placement.InFlight;
import io.matapalo.proxy.placement.LeastConnections;
import io.matapalo.proxy.placement.NginxIpHash;
import io.matapalo.proxy.placement.Placement;
import io.matapalo.proxy.placement.Ranking;
import io.matapalo.proxy.placement.RendezvousHash;
import io.matapalo.proxy.placement.Roster;
import io.matapalo.proxy.placement.Turns;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The affinity of one cluster: puts its usable instances in the order in which a request tries
 * them, and learns from answers where sessions are. Thread-safe.
 *
 * <p>Whatever names an instance outright comes first: the signed cookie, the route suffix of a
 * session id, a learned session. Only then is a client placed by the mode. A name counts as long as
 * its instance is usable, with weight 0 too, so that an instance drains without losing a session.
 */
public final class Affinity {

  private final AffinitySettings settings;
  private final List<String> learned;
  private final boolean byAddressAlone;
  private final boolean watchesAnswers;
  private final Optional<SessionTable> table;
  private final InFlight inFlight = new InFlight();
  private final AtomicInteger turn = new AtomicInteger();
  private final AtomicReference<View> view;

  /** What was computed for one roster. */
  private record View(
      Roster roster, Placement placement, Placement byKey, RouteCookie.Values values) {}

  public Affinity(AffinitySettings settings, InstantSource clock) {
    this.settings = settings;
    this.learned = settings.learnedCookies();
    this.byAddressAlone = settings.isByAddressAlone();
    this.watchesAnswers = settings.watchesAnswers();
    AffinitySettings.Sessions sessions = settings.sessions();
    this.table =
        settings.needsTable()
            ? Optional.of(new SessionTable(sessions.most(), sessions.idle(), clock))
            : Optional.empty();
    this.view = new AtomicReference<>(viewOf(Roster.of(List.of(), List.of())));
  }

  /**
   * The instances in the order in which this request tries them; all usable ones, each once.
   *
   * @param members all instances of the cluster, in the configured order
   * @param usable those that may be sent requests, in the same order
   */
  public List<Instance> order(
      IpAddress client, RequestData request, List<Instance> members, List<Instance> usable) {
    View now = view.get();
    if (!now.roster.isOf(members, usable)) {
      now = viewOf(Roster.of(members, usable));
      view.set(now);
    }
    if (byAddressAlone) {
      return now.placement.order(client, client);
    }
    Optional<Instance> home = named(request, now);
    if (home.isEmpty()) {
      return placed(client, request, now);
    }
    // Turns are for clients that are placed: a known one takes none.
    Placement others = settings.mode().isSticky() ? now.placement : now.byKey;
    return Ranking.startingAt(home.get(), others.order(client, keyIn(request).orElse(client)));
  }

  private Optional<Instance> named(RequestData request, View now) {
    Optional<Instance> byCookie = byCookie(request, now);
    return byCookie.isPresent() ? byCookie : bySession(request, now);
  }

  private Optional<Instance> byCookie(RequestData request, View now) {
    return settings
        .cookie()
        .flatMap(cookie ->
            Cookies.in(request, cookie.name()).stream()
                .map(value -> now.values.instances().getOrDefault(value, ""))
                .flatMap(name -> now.roster.usable(name).stream())
                .findFirst());
  }

  private Optional<Instance> bySession(RequestData request, View now) {
    for (String name : learned) {
      for (String id : Cookies.sessionIds(request, name)) {
        Optional<Instance> home = bySuffix(id, now.roster);
        if (home.isEmpty()) {
          home =
              table
                  .flatMap(known -> known.find(DataKey.of(Cookies.label(name), id)))
                  .flatMap(now.roster::usable);
        }
        if (home.isPresent()) {
          return home;
        }
      }
    }
    return Optional.empty();
  }

  /**
   * Servlet containers write their route after a dot, in order of preference if they are several.
   */
  private Optional<Instance> bySuffix(String id, Roster roster) {
    int dot = id.indexOf('.');
    while (dot >= 0) {
      int next = id.indexOf('.', dot + 1);
      String route = next < 0 ? id.substring(dot + 1) : id.substring(dot + 1, next);
      Optional<Instance> home =
          roster.usable(settings.sessions().routes().getOrDefault(route, route));
      if (home.isPresent()) {
        return home;
      }
      dot = next;
    }
    return Optional.empty();
  }

  private List<Instance> placed(IpAddress client, RequestData request, View now) {
    Optional<AffinityKey> data = keyIn(request);
    AffinityKey key = data.orElse(client);
    if (settings.maxLoadPercent() > 0 && now.roster.usable().size() > 1) {
      List<Instance> order = now.placement.order(client, key);
      Instance home = table.orElseThrow().place(key, order, now.roster, settings.maxLoadPercent());
      return Ranking.startingAt(home, order);
    }
    Optional<AffinityKey> session =
        settings.mode().isSticky() ? Optional.empty() : sessionIn(request);
    // The proxy has forgotten this session. Its id alone must decide, or each request would go
    // elsewhere.
    return session.isPresent()
        ? now.byKey.order(client, session.get())
        : now.placement.order(client, key);
  }

  private Optional<AffinityKey> keyIn(RequestData request) {
    for (KeySource source : settings.key()) {
      Optional<AffinityKey> key = source.keyIn(request);
      if (key.isPresent()) {
        return key;
      }
    }
    return Optional.empty();
  }

  private Optional<AffinityKey> sessionIn(RequestData request) {
    for (String name : learned) {
      List<String> ids = Cookies.sessionIds(request, name);
      if (!ids.isEmpty()) {
        return Optional.of(DataKey.of(Cookies.label(name), ids.getFirst()));
      }
    }
    return Optional.empty();
  }

  /** Whether {@link #answered} has anything to do. */
  public boolean watchesAnswers() {
    return watchesAnswers;
  }

  /**
   * Learns the sessions that an instance has begun.
   *
   * @param setCookies the values of the answer's {@code Set-Cookie} fields
   * @return the value of a further such field, if the client needs a cookie of the proxy
   */
  public Optional<String> answered(Instance by, RequestData request, List<String> setCookies) {
    for (String name : learned) {
      for (String setCookie : setCookies) {
        Optional<String> id = Cookies.set(setCookie, name);
        if (id.isPresent() && bySuffix(id.get(), view.get().roster).isEmpty()) {
          AffinityKey key = DataKey.of(Cookies.label(name), id.get());
          table.ifPresent(known -> known.learn(key, by.name()));
        }
      }
    }
    return settings.cookie().flatMap(cookie -> cookieFor(by, request, cookie));
  }

  private Optional<String> cookieFor(Instance by, RequestData request, RouteCookie cookie) {
    Optional<String> value = Optional.ofNullable(view.get().values.current().get(by.name()));
    return value
        .filter(current -> !Cookies.in(request, cookie.name()).contains(current))
        .map(cookie::setCookie);
  }

  /**
   * Counts a request at an instance, where the mode asks for it.
   *
   * @return what ends the count
   */
  public Optional<Runnable> counted(Instance instance) {
    if (settings.mode() != AffinitySettings.Mode.LEAST_CONNECTIONS) {
      return Optional.empty();
    }
    AtomicInteger count = inFlight.at(instance.name());
    count.incrementAndGet();
    return Optional.of(count::decrementAndGet);
  }

  private View viewOf(Roster roster) {
    Placement placement =
        switch (settings.mode()) {
          case IP_HASH -> new RendezvousHash(roster);
          case NGINX_IP_HASH -> new NginxIpHash(roster, settings.addressForm());
          case HAPROXY_SOURCE -> new HaproxyMap(roster, settings.addressForm());
          case HAPROXY_CONSISTENT ->
              new HaproxyRing(roster, settings.addressForm(), settings.ids());
          case LEAST_CONNECTIONS -> new LeastConnections(roster, inFlight, turn);
          case ROUND_ROBIN -> new Turns(roster, turn);
        };
    RouteCookie.Values values =
        settings
            .cookie()
            .map(cookie -> cookie.valuesFor(roster.members()))
            .orElseGet(() -> new RouteCookie.Values(Map.of(), Map.of()));
    return new View(roster, placement, new RendezvousHash(roster), values);
  }
}

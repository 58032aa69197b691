package io.matapalo.fastpath;

import io.matapalo.fastpath.audit.AuditStreams;
import io.matapalo.fastpath.audit.AuditTrail;
import io.matapalo.fastpath.cache.redis.RedisCache;
import io.matapalo.fastpath.cache.redis.RedisLink;
import io.matapalo.fastpath.catalogue.EventCatalogue;
import io.matapalo.fastpath.catalogue.EventRows;
import io.matapalo.fastpath.checkout.CheckoutOperations;
import io.matapalo.fastpath.checkout.OrderLookup;
import io.matapalo.fastpath.checkout.PlacedOrders;
import io.matapalo.fastpath.checkout.Purchase;
import io.matapalo.fastpath.checkout.Refusals;
import io.matapalo.fastpath.checkout.sale.PurchaseFactRows;
import io.matapalo.fastpath.checkout.sale.Quotes;
import io.matapalo.fastpath.events.EventsOperations;
import io.matapalo.fastpath.http.ClientMarks;
import io.matapalo.fastpath.http.FrontDoor;
import io.matapalo.fastpath.http.RequestThreads;
import io.matapalo.fastpath.http.SoapEndpoint;
import io.matapalo.fastpath.instructions.UsageFlush;
import io.matapalo.fastpath.instructions.UsageJournal;
import io.matapalo.fastpath.inventory.OverdueReservations;
import io.matapalo.fastpath.notifications.Notifications;
import io.matapalo.fastpath.operation.Bulkhead;
import io.matapalo.fastpath.operation.HeaderCheck;
import io.matapalo.fastpath.operation.Operation;
import io.matapalo.fastpath.operation.ReferenceCodes;
import io.matapalo.fastpath.operation.SoapService;
import io.matapalo.fastpath.orders.OrderRows;
import io.matapalo.fastpath.pacing.Deadline;
import io.matapalo.fastpath.pacing.Ending;
import io.matapalo.fastpath.pacing.Repeated;
import io.matapalo.fastpath.payments.PaymentsOperations;
import io.matapalo.fastpath.provider.PaymentProvider;
import io.matapalo.fastpath.rows.Database;
import io.matapalo.fastpath.session.SessionTimes;
import io.matapalo.fastpath.sessions.SessionRows;
import io.matapalo.fastpath.settlement.AuthorisedOrders;
import io.matapalo.fastpath.settlement.Settlement;
import io.matapalo.fastpath.taxes.RateTable;
import io.matapalo.fastpath.telemetry.Counters;
import io.matapalo.fastpath.telemetry.StatementLabels;
import io.matapalo.router.ReplicaRouter;
import io.matapalo.router.RouterConfig;
import io.matapalo.router.freshness.MarkSettings;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import javax.sql.DataSource;

/**
 * Answers Turnstile's strangled operations over HTTP. Thread-safe. This is the only place where its
 * parts are put together.
 */
public final class FastPathServer implements AutoCloseable {

  private final FastPathConfig config;
  private final InstantSource clock;
  private final LongSupplier nanoTicker;
  private final Counters counters = new Counters();
  private final StatementLabels labels = new RouterStatementLabels();
  private final Metrics metrics;
  private final SecureRandom random = new SecureRandom();
  private final AuditStreams streams = new AuditStreams(random);
  private final Resources resources = new Resources();
  private final FrontDoor frontDoor;

  private FastPathServer(FastPathConfig config, InstantSource clock, LongSupplier nanoTicker) {
    this.config = config;
    this.clock = clock;
    this.nanoTicker = nanoTicker;
    this.metrics = new Metrics(counters, clock, nanoTicker);
    try {
      this.frontDoor = assemble();
    } catch (RuntimeException e) {
      resources.close();
      throw e;
    }
  }

  /** Starts on the system's clock and ticker; returns when it answers requests. */
  public static FastPathServer start(FastPathConfig config) {
    return start(config, InstantSource.system(), Main.systemTicker());
  }

  /** Starts on {@code clock} for times that are stored and {@code nanoTicker} for waits. */
  public static FastPathServer start(
      FastPathConfig config, InstantSource clock, LongSupplier nanoTicker) {
    return new FastPathServer(config, clock, nanoTicker);
  }

  /** Where it listens, {@code http://host:port}. */
  public URI url() {
    return frontDoor.url();
  }

  /** What it counted so far. */
  public Counters counters() {
    return counters;
  }

  /** Takes no more requests, lets those under way finish, and closes what it opened. */
  @Override
  public void close() {
    resources.close();
  }

  private FrontDoor assemble() {
    RouterConfig routing = RouterSettings.of(config);
    ReplicaRouter router = resources.keep(ReplicaRouter.create(routing));
    Vendors vendors = resources.keep(new Vendors(config, metrics, nanoTicker));
    Duration grace = config.listener().shutdownGrace();
    ScheduledExecutorService scheduler = scheduler();
    resources.keep(Ending.of(scheduler, grace));
    ExecutorService threads = RequestThreads.forAtMost(config.listener().maxConcurrent());
    resources.keep(Ending.of(threads, grace));
    metrics.watch(router);
    Database database = new Database(router.dataSource(), metrics.meters());
    StockServices tickets =
        new StockServices(router, database, counters, new ReferenceCodes(random), streams, clock);
    AccountServices accounts = new AccountServices(router, database, counters, clock);
    SessionParts sessions = sessions(router, database, scheduler);
    HeaderCheck header = sessions.header(labels);
    List<SoapService> services = new ArrayList<>();
    services.add(
        service("Checkout", checkout(router, database, tickets, vendors, scheduler), header));
    services.add(service("Customers", accounts.customers(), header));
    services.add(service("Events", EventsOperations.of(database), header));
    services.add(service("Payments", PaymentsOperations.of(database), header));
    services.add(service("Sessions", sessions.operations(database), header));
    services.add(service("Inventory", tickets.inventory(overdue(tickets, scheduler)), header));
    usage(router, scheduler)
        .map(usage -> service("Instructions", accounts.instructions(usage), header))
        .ifPresent(services::add);
    ClientMarks marks = new ClientMarks(MarkSettings.from(routing.settings()).cookie());
    SoapEndpoint endpoint =
        new SoapEndpoint(threads, config.listener(), counters, metrics.meters(), labels, marks);
    return resources.keep(
        FrontDoor.open(
            config.listener(), endpoint, services, labels, () -> metrics.text(labels, router)));
  }

  private SoapService service(String name, List<Operation<?, ?>> operations, HeaderCheck header) {
    return new SoapService(
        name,
        operations,
        labels,
        metrics.meters(),
        header,
        deadlines(config.timing().requestDeadline()));
  }

  /** The last uses are written once more after the last request, before the pool closes. */
  private SessionParts sessions(
      ReplicaRouter router, Database database, ScheduledExecutorService scheduler) {
    SessionTimes times = config.timing().sessions();
    SessionRows rows =
        new SessionRows(database, name -> new RouterTransactions(router, name, counters));
    SessionParts sessions =
        new SessionParts(
            times, rows, clock, counters, deadlines(config.timing().requestDeadline()));
    Repeated flush = new Repeated("(last uses of sessions)", sessions::flush, labels);
    AutoCloseable lastFlush = flush::once;
    resources.keep(lastFlush);
    resources.keep(flush.on(scheduler, times.flushEvery()));
    repeat(scheduler, "(expired sessions)", Duration.ofMinutes(1), sessions::expire);
    return sessions;
  }

  private List<Operation<?, ?>> checkout(
      ReplicaRouter router,
      Database database,
      StockServices tickets,
      Vendors vendors,
      ScheduledExecutorService scheduler) {
    DataSource dataSource = router.dataSource();
    PaymentProvider payments = vendors.payments();
    AuditTrail audit = new AuditTrail(dataSource, streams);
    OrderRows orders = new OrderRows(database);
    Settlement settlement = new Settlement(dataSource, payments);
    Notifications notifications = notifications(vendors);
    FastPathConfig.Background background = config.timing().background();
    AuthorisedOrders authorised =
        tickets.authorised(
            settlement,
            notifications,
            background.sweepAge(),
            deadlines(config.vendors().paymentTimeout()));
    repeat(scheduler, "(sweeper)", background.sweepEvery(), authorised::sweep);
    Purchase purchase =
        new Purchase(
            new PurchaseFactRows(database, events(database, scheduler)),
            new Quotes(taxes(vendors, scheduler)),
            payments,
            tickets.booking(orders),
            new PlacedOrders(orders, settlement, notifications),
            new Refusals(audit, clock));
    return CheckoutOperations.of(
        purchase,
        new OrderLookup(orders),
        tickets.refund(orders, payments, audit),
        new Bulkhead(config.listener().maxConcurrent() / 2));
  }

  /** They are given back from now on. */
  private OverdueReservations overdue(StockServices tickets, ScheduledExecutorService scheduler) {
    OverdueReservations overdue = tickets.overdue(deadlines(config.timing().requestDeadline()));
    repeat(scheduler, "(reservations)", config.timing().background().expireEvery(), overdue::sweep);
    return overdue;
  }

  /** What it counts is added up from now on, and once more at the end. */
  private Optional<UsageJournal> usage(ReplicaRouter router, ScheduledExecutorService scheduler) {
    Optional<UsageJournal> journal =
        config.usage().journal().map(UsageJournal::open).map(resources::keep);
    journal.ifPresent(opened -> {
      UsageFlush flush =
          resources.keep(
              new UsageFlush(
                  opened,
                  "instructions",
                  new RouterTransactions(router, "Instructions.addUp", counters),
                  deadlines(config.timing().requestDeadline())));
      repeat(scheduler, "(usage)", config.usage().addUpEvery(), flush::flush);
    });
    return journal;
  }

  private EventCatalogue events(Database database, ScheduledExecutorService scheduler) {
    FastPathConfig.Cache cache = config.cache();
    RedisLink link =
        resources.keep(
            RedisLink.open(
                new RedisLink.Settings(cache.redis(), cache.redisTimeout(), cache.redisRest()),
                scheduler));
    RedisCache redis =
        new RedisCache(
            link,
            new RedisCache.Settings("turnstile:", cache.redisTimeout(), cache.redisRest()),
            nanoTicker,
            counters);
    return new EventCatalogue(redis, new EventRows(database), cache.eventLife());
  }

  private RateTable taxes(Vendors vendors, ScheduledExecutorService scheduler) {
    RateTable rates =
        new RateTable(
            vendors.taxes(),
            clock,
            config.timing().ratesRefreshBefore(),
            deadlines(config.vendors().taxTimeout()));
    repeat(scheduler, "(tax rates)", Duration.ofSeconds(1), rates::refresh);
    return rates;
  }

  private Notifications notifications(Vendors vendors) {
    FastPathConfig.Notification settings = config.notification();
    if (settings.url().isEmpty()) {
      return Notifications.none(deadlines(settings.timeout()), counters);
    }
    MessageWorkers workers =
        resources.keep(new MessageWorkers(settings, config.listener().shutdownGrace(), counters));
    return Notifications.through(
        vendors.messages(settings.url().get()), workers, deadlines(settings.timeout()), counters);
  }

  private void repeat(
      ScheduledExecutorService scheduler, String name, Duration every, Runnable work) {
    resources.keep(new Repeated(name, work, labels).on(scheduler, every));
  }

  private Supplier<Deadline> deadlines(Duration duration) {
    return () -> Deadline.after(duration, nanoTicker);
  }

  private static ScheduledExecutorService scheduler() {
    return Executors.newScheduledThreadPool(
        3, Thread.ofPlatform().daemon().name("fast-path-background-", 0).factory());
  }
}

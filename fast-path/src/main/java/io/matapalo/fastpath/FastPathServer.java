package io.matapalo.fastpath;

import io.matapalo.fastpath.audit.AuditStreams;
import io.matapalo.fastpath.audit.AuditTrail;
import io.matapalo.fastpath.cache.RedisCache;
import io.matapalo.fastpath.cache.RedisLink;
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
import io.matapalo.fastpath.notifications.MessageGateway;
import io.matapalo.fastpath.notifications.Notifications;
import io.matapalo.fastpath.notifications.PurchaseMessageRows;
import io.matapalo.fastpath.operation.Operation;
import io.matapalo.fastpath.operation.SoapService;
import io.matapalo.fastpath.orders.OrderBooking;
import io.matapalo.fastpath.orders.OrderNumbers;
import io.matapalo.fastpath.orders.OrderRows;
import io.matapalo.fastpath.pacing.Deadline;
import io.matapalo.fastpath.pacing.Ending;
import io.matapalo.fastpath.pacing.Repeated;
import io.matapalo.fastpath.payments.PaymentsOperations;
import io.matapalo.fastpath.provider.PaymentProvider;
import io.matapalo.fastpath.rows.Database;
import io.matapalo.fastpath.rows.Transactions;
import io.matapalo.fastpath.settlement.AuthorisedOrders;
import io.matapalo.fastpath.settlement.Settlement;
import io.matapalo.fastpath.taxes.RateTable;
import io.matapalo.fastpath.taxes.TaxService;
import io.matapalo.fastpath.telemetry.Counters;
import io.matapalo.fastpath.telemetry.StatementLabels;
import io.matapalo.fastpath.usage.UsageFlush;
import io.matapalo.fastpath.usage.UsageJournal;
import io.matapalo.fastpath.vendors.Breaker;
import io.matapalo.fastpath.vendors.JsonHttp;
import io.matapalo.router.ReplicaRouter;
import io.matapalo.router.RouterConfig;
import io.matapalo.router.freshness.MarkSettings;
import java.net.URI;
import java.net.http.HttpClient;
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
    Duration grace = config.listener().shutdownGrace();
    ScheduledExecutorService scheduler = scheduler();
    resources.keep(Ending.of(scheduler, grace));
    ExecutorService virtualThreads =
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("request-", 0).factory());
    resources.keep(Ending.of(virtualThreads, grace));
    HttpClient http = httpClient(virtualThreads);
    resources.keep(Ending.of(grace, http::shutdown, http::awaitTermination, http::shutdownNow));
    metrics.watch(router);
    Database database = new Database(router.dataSource(), metrics.meters());
    AccountServices accounts = new AccountServices(router, database, counters, clock);
    List<SoapService> services = new ArrayList<>();
    services.add(service("Checkout", checkout(router, database, http, scheduler)));
    services.add(service("Customers", accounts.customers()));
    services.add(service("Events", EventsOperations.of(database)));
    services.add(service("Payments", PaymentsOperations.of(database)));
    usage(router, scheduler)
        .map(usage -> service("Instructions", accounts.instructions(usage)))
        .ifPresent(services::add);
    ClientMarks marks = new ClientMarks(MarkSettings.from(routing.settings()).cookie());
    SoapEndpoint endpoint =
        new SoapEndpoint(
            virtualThreads, config.listener(), counters, metrics.meters(), labels, marks);
    return resources.keep(
        FrontDoor.open(
            config.listener(), endpoint, services, labels, () -> metrics.text(labels, router)));
  }

  private SoapService service(String name, List<Operation<?, ?>> operations) {
    return new SoapService(
        name, operations, labels, metrics.meters(), deadlines(config.timing().requestDeadline()));
  }

  private List<Operation<?, ?>> checkout(
      ReplicaRouter router,
      Database database,
      HttpClient http,
      ScheduledExecutorService scheduler) {
    DataSource dataSource = router.dataSource();
    PaymentProvider payments =
        new PaymentProvider(
            vendor(
                "payment", http, config.vendors().paymentUrl(), config.vendors().paymentTimeout()));
    OrderRows orders = new OrderRows(database);
    Settlement settlement = new Settlement(dataSource, payments);
    Notifications notifications = notifications(http);
    sweep(dataSource, settlement, notifications, scheduler);
    Purchase purchase =
        new Purchase(
            new PurchaseFactRows(database, events(database, scheduler)),
            new Quotes(taxes(http, scheduler)),
            payments,
            booking(new RouterTransactions(router, "Checkout.book", counters), orders),
            new PlacedOrders(orders, settlement, notifications),
            new Refusals(new AuditTrail(dataSource, streams), clock));
    return CheckoutOperations.of(purchase, new OrderLookup(orders));
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

  private RateTable taxes(HttpClient http, ScheduledExecutorService scheduler) {
    Duration timeout = config.vendors().taxTimeout();
    RateTable rates =
        new RateTable(
            new TaxService(vendor("tax", http, config.vendors().taxUrl(), timeout)),
            clock,
            config.timing().ratesRefreshBefore(),
            deadlines(timeout));
    repeat(scheduler, "(tax rates)", Duration.ofSeconds(1), rates::refresh);
    return rates;
  }

  private OrderBooking booking(Transactions transactions, OrderRows orders) {
    return new OrderBooking(
        transactions, orders, new OrderNumbers(random), streams, clock, counters);
  }

  private Notifications notifications(HttpClient http) {
    FastPathConfig.Notification settings = config.notification();
    if (settings.url().isEmpty()) {
      return Notifications.none(deadlines(settings.timeout()), counters);
    }
    JsonHttp gateway = vendor("message", http, settings.url().get(), settings.timeout());
    MessageWorkers workers =
        resources.keep(new MessageWorkers(settings, config.listener().shutdownGrace(), counters));
    return Notifications.through(
        new MessageGateway(gateway), workers, deadlines(settings.timeout()), counters);
  }

  private JsonHttp vendor(String name, HttpClient http, URI url, Duration timeout) {
    Breaker breaker = Breaker.of(name, config.vendors().rest(), nanoTicker);
    metrics.meters().breaker(name, Breaker.State.values(), breaker::state);
    return new JsonHttp(http, url, timeout, breaker);
  }

  private void sweep(
      DataSource dataSource,
      Settlement settlement,
      Notifications notifications,
      ScheduledExecutorService scheduler) {
    PurchaseMessageRows messages = new PurchaseMessageRows(dataSource);
    AuthorisedOrders authorised =
        new AuthorisedOrders(
            dataSource,
            settlement,
            clock,
            config.timing().sweepAge(),
            deadlines(config.vendors().paymentTimeout()),
            orderId -> {
              if (notifications.areSent()) {
                messages.find(orderId).ifPresent(notifications::send);
              }
            });
    repeat(scheduler, "(sweeper)", config.timing().sweepEvery(), authorised::sweep);
  }

  private void repeat(
      ScheduledExecutorService scheduler, String name, Duration every, Runnable work) {
    resources.keep(new Repeated(name, work, labels).on(scheduler, every));
  }

  private Supplier<Deadline> deadlines(Duration duration) {
    return () -> Deadline.after(duration, nanoTicker);
  }

  private HttpClient httpClient(ExecutorService virtualThreads) {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .connectTimeout(config.vendors().paymentTimeout())
        .executor(virtualThreads)
        .build();
  }

  private static ScheduledExecutorService scheduler() {
    return Executors.newScheduledThreadPool(
        3, Thread.ofPlatform().daemon().name("fast-path-background-", 0).factory());
  }
}

package com.turnstile.service;

import com.turnstile.dao.CustomerCredentialDao;
import com.turnstile.dao.CustomerDao;
import com.turnstile.dao.CustomerSessionDao;
import com.turnstile.dao.OrderDao;
import com.turnstile.entity.Customer;
import com.turnstile.entity.CustomerCredential;
import com.turnstile.entity.CustomerSession;
import com.turnstile.entity.OrderLine;
import com.turnstile.entity.PurchaseOrder;
import com.turnstile.transfer.LoginData;
import com.turnstile.transfer.SessionData;
import jakarta.ejb.EJB;
import jakarta.ejb.Stateless;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Sessions in their table. Thread-safe, as a stateless bean. */
@Stateless
public class SessionBean {

  // Checked against when there is no such customer, so that the answer takes as long as any other.
  private static final CustomerCredential NOBODY = nobody();

  @EJB private CustomerDao customers;
  @EJB private CustomerCredentialDao credentials;
  @EJB private CustomerSessionDao sessions;
  @EJB private OrderDao orders;

  /** Opens a session if the password is right; the answer alone knows its token. */
  public SessionData login(LoginData login) throws ServiceRefusal {
    Optional<Customer> customer = find(login).filter(c -> "ACTIVE".equals(c.getStatus()));
    Optional<CustomerCredential> credential =
        customer.flatMap(c -> credentials.findByCustomer(c.getId()));
    boolean right = Secrets.matches(login.getPassword(), credential.orElse(NOBODY));
    if (credential.isEmpty() || !right) {
      throw new ServiceRefusal("BAD_CREDENTIALS", "no active customer with this password");
    }
    String token = Secrets.newToken();
    Instant now = now();
    CustomerSession session = new CustomerSession();
    session.setTokenHash(Secrets.tokenHash(token));
    session.setCustomer(customer.get());
    session.setCreatedAt(now);
    session.setLastUsedAt(now);
    session.setExpiresAt(now.plus(life()));
    sessions.persist(session);
    SessionData data = data(session);
    data.setToken(token);
    return data;
  }

  /** All that the customer ever bought. */
  public CustomerCopy copyOf(long customerId) {
    Customer customer = customers.findById(customerId).orElseThrow();
    List<CustomerCopy.OrderCopy> copies = new ArrayList<>();
    for (PurchaseOrder order : orders.findByCustomer(customerId)) {
      List<CustomerCopy.LineCopy> lines = new ArrayList<>();
      for (OrderLine line : order.getLines()) {
        lines.add(
            new CustomerCopy.LineCopy(
                line.getTicketType().getName(), line.getQuantity(), line.getAmount()));
      }
      copies.add(
          new CustomerCopy.OrderCopy(
              order.getOrderReference(),
              order.getEvent().getName(),
              order.getTotal(),
              order.getCreatedAt(),
              lines));
    }
    return new CustomerCopy(customerId, customer.getName(), customer.getEmail(), copies);
  }

  /** Prolongs the session: one select, one update. */
  public void touch(String tokenHash) throws ServiceRefusal {
    Instant now = now();
    CustomerSession session = requireOpen(tokenHash, now);
    if (!sessions.touch(session.getId(), now, now.plus(life()))) {
      throw unknown();
    }
  }

  public SessionData load(String tokenHash) throws ServiceRefusal {
    return data(requireOpen(tokenHash, now()));
  }

  /** Ends the session; says how many seconds it lasted. */
  public long logout(String tokenHash) throws ServiceRefusal {
    Instant now = now();
    CustomerSession session = requireOpen(tokenHash, now);
    if (!sessions.delete(session.getId())) {
      throw unknown();
    }
    return Duration.between(session.getCreatedAt(), now).toSeconds();
  }

  private Optional<Customer> find(LoginData login) {
    if (login.getCustomerId() != null) {
      return customers.findById(login.getCustomerId());
    }
    // The database compares without case and ignores spaces at the end. An address that several
    // customers share is the first one's.
    return customers.findByEmail(login.getEmail()).stream()
        .filter(c -> c.getEmail().equals(login.getEmail()))
        .findFirst();
  }

  private CustomerSession requireOpen(String tokenHash, Instant now) throws ServiceRefusal {
    CustomerSession session = sessions.findByTokenHash(tokenHash).orElseThrow(SessionBean::unknown);
    if (!session.getExpiresAt().isAfter(now)) {
      throw new ServiceRefusal(
          "SESSION_EXPIRED", "the session has expired: log in again to get another token");
    }
    return session;
  }

  private static ServiceRefusal unknown() {
    return new ServiceRefusal(
        "UNKNOWN_SESSION", "there is no session with this token: log in to get one");
  }

  private static SessionData data(CustomerSession session) {
    SessionData data = new SessionData();
    data.setCustomerId(session.getCustomer().getId());
    data.setCustomerName(session.getCustomer().getName());
    data.setCreatedAt(session.getCreatedAt());
    data.setLastUsedAt(session.getLastUsedAt());
    data.setExpiresAt(session.getExpiresAt());
    return data;
  }

  private static Instant now() {
    return Instant.now().truncatedTo(ChronoUnit.MILLIS);
  }

  private static Duration life() {
    return Duration.ofMinutes(Settings.number("turnstile.session.minutes", 30));
  }

  private static CustomerCredential nobody() {
    CustomerCredential nobody = new CustomerCredential();
    nobody.setSalt("00000000000000000000000000000000");
    nobody.setIterations(10_000);
    nobody.setPasswordHash("");
    return nobody;
  }
}

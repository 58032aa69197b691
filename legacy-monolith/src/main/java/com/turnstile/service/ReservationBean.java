package com.turnstile.service;

import com.turnstile.dao.CustomerDao;
import com.turnstile.dao.EventDao;
import com.turnstile.dao.ReservationDao;
import com.turnstile.dao.ReservationLineDao;
import com.turnstile.dao.StockDao;
import com.turnstile.dao.TicketTypeDao;
import com.turnstile.entity.Customer;
import com.turnstile.entity.Event;
import com.turnstile.entity.Reservation;
import com.turnstile.entity.ReservationLine;
import com.turnstile.entity.Stock;
import com.turnstile.entity.TicketType;
import com.turnstile.transfer.PurchaseLineData;
import com.turnstile.transfer.ReservationData;
import com.turnstile.transfer.ReserveData;
import jakarta.ejb.EJB;
import jakarta.ejb.Stateless;
import jakarta.persistence.PersistenceException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/**
 * Holds tickets for customers who have not paid yet, and gives them back. Thread-safe, as a
 * stateless bean.
 */
@Stateless
public class ReservationBean {

  private static final int HOLD_MINUTES = 15;

  @EJB private ReservationDao reservations;
  @EJB private ReservationLineDao reservationLines;
  @EJB private CustomerDao customers;
  @EJB private EventDao events;
  @EJB private TicketTypeDao ticketTypes;
  @EJB private StockDao stock;
  @EJB private ConfigurationBean configuration;

  /** What an earlier request with the same id made; null when there was none. */
  public String earlier(ReserveData wanted) throws ServiceRefusal {
    Reservation found = reservations.findByRequestId(wanted.requestId()).orElse(null);
    if (found == null) {
      return null;
    }
    // The database compares without case, and so does its unique key.
    if (!found.getRequestId().equals(wanted.requestId())
        || !found.getRequestDigest().equals(RequestDigest.of(wanted))) {
      throw new ServiceRefusal("REQUEST_ID_CONFLICT", "requestId was used for another reservation");
    }
    return found.getReservationId();
  }

  /** Takes the tickets out of the stock, line by line; returns the id of the reservation. */
  public String reserve(ReserveData wanted) throws ServiceRefusal, DuplicateRequestException {
    Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    giveBackOverdue(now);
    Customer customer = requireActive(wanted.customerId());
    Event event = requireOnSale(wanted.eventCode());
    List<TicketType> types = new ArrayList<>();
    for (PurchaseLineData line : wanted.lines()) {
      types.add(requireTicketType(event, line.getTicketTypeCode()));
    }
    Reservation reservation = create(wanted, customer, event, now);
    int lineNo = 0;
    for (PurchaseLineData line : wanted.lines()) {
      TicketType type = types.get(lineNo);
      take(type, line.getQuantity());
      ReservationLine held = new ReservationLine();
      held.setReservation(reservation);
      held.setLineNo(++lineNo);
      held.setTicketType(type);
      held.setQuantity(line.getQuantity());
      reservationLines.persist(held);
    }
    return reservation.getReservationId();
  }

  /** Gives the tickets back, once. */
  public void release(String reservationId) throws ServiceRefusal {
    Reservation reservation = require(reservationId);
    reservations.lock(reservation);
    if ("HELD".equals(reservation.getStatus())) {
      giveBack(reservation, "RELEASED");
    }
  }

  public ReservationData load(String reservationId) throws ServiceRefusal {
    Reservation reservation = require(reservationId);
    List<PurchaseLineData> lines = new ArrayList<>();
    for (ReservationLine line : reservation.getLines()) {
      PurchaseLineData data = new PurchaseLineData();
      data.setTicketTypeCode(line.getTicketType().getCode());
      data.setQuantity(line.getQuantity());
      lines.add(data);
    }
    return new ReservationData(
        reservation.getReservationId(),
        reservation.getRequestId(),
        reservation.getCustomer().getId(),
        reservation.getEvent().getCode(),
        reservation.getStatus(),
        reservation.getCreatedAt(),
        reservation.getExpiresAt(),
        lines);
  }

  /** There is no job that does it: whoever reserves next cleans up for everybody. */
  private void giveBackOverdue(Instant now) {
    for (Long id : reservations.overdueIds(now)) {
      Reservation reservation = reservations.findById(id).orElseThrow();
      reservations.lock(reservation);
      if ("HELD".equals(reservation.getStatus())) {
        giveBack(reservation, "EXPIRED");
      }
    }
  }

  private void giveBack(Reservation reservation, String status) {
    for (ReservationLine line : reservation.getLines()) {
      Stock left = stock.findLocked(line.getTicketType().getId());
      left.setAvailable(left.getAvailable() + line.getQuantity());
    }
    reservation.setStatus(status);
    reservations.flush();
  }

  private void take(TicketType type, int quantity) throws ServiceRefusal {
    if (stock.find(type.getId()) == null) {
      throw soldOut(type);
    }
    Stock left = stock.findLocked(type.getId());
    if (left.getAvailable() < quantity) {
      throw soldOut(type);
    }
    left.setAvailable(left.getAvailable() - quantity);
  }

  private Reservation create(ReserveData wanted, Customer customer, Event event, Instant now)
      throws DuplicateRequestException {
    Reservation reservation = new Reservation();
    reservation.setReservationId(unusedId());
    reservation.setRequestId(wanted.requestId());
    reservation.setRequestDigest(RequestDigest.of(wanted));
    reservation.setCustomer(customer);
    reservation.setEvent(event);
    reservation.setStatus("HELD");
    reservation.setCreatedAt(now);
    int minutes = configuration.number("inventory.hold-minutes", HOLD_MINUTES);
    reservation.setExpiresAt(now.plus(minutes, ChronoUnit.MINUTES));
    try {
      reservations.persist(reservation);
    } catch (RuntimeException e) {
      if (isDuplicateRequest(e)) {
        throw new DuplicateRequestException(wanted.requestId());
      }
      throw e;
    }
    return reservation;
  }

  private String unusedId() {
    String id = ReferenceCodes.reservationId();
    while (reservations.findByReservationId(id).isPresent()) {
      id = ReferenceCodes.reservationId();
    }
    return id;
  }

  private Reservation require(String reservationId) throws ServiceRefusal {
    return reservations
        .findByReservationId(reservationId)
        .filter(r -> r.getReservationId().equals(reservationId))
        .orElseThrow(() ->
            new ServiceRefusal("RESERVATION_NOT_FOUND", "no reservation with id " + reservationId));
  }

  private Customer requireActive(Long customerId) throws ServiceRefusal {
    return customers
        .findById(customerId)
        .filter(c -> "ACTIVE".equals(c.getStatus()))
        .orElseThrow(
            () -> new ServiceRefusal("UNKNOWN_CUSTOMER", "no active customer " + customerId));
  }

  private Event requireOnSale(String code) throws ServiceRefusal {
    return events
        .findByCode(code)
        .filter(e -> e.getCode().equals(code) && "ON_SALE".equals(e.getStatus()))
        .orElseThrow(
            () -> new ServiceRefusal("UNKNOWN_EVENT", "no event on sale with code " + code));
  }

  private TicketType requireTicketType(Event event, String code) throws ServiceRefusal {
    return ticketTypes
        .findByCode(event.getId(), code)
        .filter(t -> t.getCode().equals(code))
        .orElseThrow(() ->
            new ServiceRefusal(
                "UNKNOWN_TICKET_TYPE", "event " + event.getCode() + " has no ticket type " + code));
  }

  private static ServiceRefusal soldOut(TicketType type) {
    return new ServiceRefusal("SOLD_OUT", "not enough tickets of type " + type.getCode());
  }

  private static boolean isDuplicateRequest(Throwable failure) {
    boolean persistence = false;
    for (Throwable t = failure; t != null; t = t.getCause()) {
      persistence |= t instanceof PersistenceException;
      if (t instanceof SQLIntegrityConstraintViolationException violation) {
        String message = violation.getMessage();
        return persistence && message != null && message.contains("uq_reservation_request");
      }
    }
    return false;
  }
}

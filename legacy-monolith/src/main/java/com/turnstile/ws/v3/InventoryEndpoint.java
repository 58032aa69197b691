package com.turnstile.ws.v3;

import com.turnstile.service.OperationDispatcher;
import com.turnstile.service.ServiceRefusal;
import com.turnstile.transfer.PurchaseLineData;
import com.turnstile.transfer.ReservationData;
import com.turnstile.transfer.ReserveData;
import com.turnstile.ws.UnexpectedFailure;
import com.turnstile.ws.v3.gen.inventory.FaultCode;
import com.turnstile.ws.v3.gen.inventory.Inventory;
import com.turnstile.ws.v3.gen.inventory.InventoryFault;
import com.turnstile.ws.v3.gen.inventory.InventoryFaultMessage;
import com.turnstile.ws.v3.gen.inventory.Release;
import com.turnstile.ws.v3.gen.inventory.ReleaseResponse;
import com.turnstile.ws.v3.gen.inventory.Reservation;
import com.turnstile.ws.v3.gen.inventory.ReservationLine;
import com.turnstile.ws.v3.gen.inventory.Reserve;
import com.turnstile.ws.v3.gen.inventory.ReserveResponse;
import jakarta.jws.HandlerChain;
import jakarta.jws.WebService;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Tickets held and given back, version 3. Thread-safe: it keeps nothing. */
@WebService(
    serviceName = "InventoryService",
    portName = "InventoryPort",
    targetNamespace = "http://turnstile.example/inventory/v3",
    endpointInterface = "com.turnstile.ws.v3.gen.inventory.Inventory")
@HandlerChain(file = "/com/turnstile/ws/session-handlers.xml")
public class InventoryEndpoint implements Inventory {

  private static final Logger LOG = Logger.getLogger(InventoryEndpoint.class.getName());
  private static final int MOST_LINES = 20;
  private static final int MOST_TICKETS = 10;

  @Override
  public ReserveResponse reserve(Reserve parameters) throws InventoryFaultMessage {
    try {
      ReserveResponse response = new ReserveResponse();
      response.setReservation(
          reservation((ReservationData) OperationDispatcher.dispatch("reserve", data(parameters))));
      return response;
    } catch (ServiceRefusal refusal) {
      throw fault(refusal);
    } catch (RuntimeException e) {
      LOG.log(Level.SEVERE, "reserve " + parameters.getRequestId() + " failed", e);
      throw UnexpectedFailure.fault();
    }
  }

  @Override
  public ReleaseResponse release(Release parameters) throws InventoryFaultMessage {
    try {
      String id = RequestChecks.notBlank("reservationId", parameters.getReservationId());
      ReleaseResponse response = new ReleaseResponse();
      response.setReservation(
          reservation((ReservationData) OperationDispatcher.dispatch("release", id)));
      return response;
    } catch (ServiceRefusal refusal) {
      throw fault(refusal);
    } catch (RuntimeException e) {
      LOG.log(Level.SEVERE, "release failed", e);
      throw UnexpectedFailure.fault();
    }
  }

  private static ReserveData data(Reserve reserve) throws ServiceRefusal {
    RequestChecks.requestId(reserve.getRequestId());
    RequestChecks.positive("customerId", reserve.getCustomerId());
    RequestChecks.notBlank("eventCode", reserve.getEventCode());
    return new ReserveData(
        reserve.getRequestId(),
        reserve.getCustomerId(),
        reserve.getEventCode(),
        lines(reserve.getLine()));
  }

  private static List<PurchaseLineData> lines(List<ReservationLine> lines) throws ServiceRefusal {
    if (lines.isEmpty() || lines.size() > MOST_LINES) {
      throw RequestChecks.invalid(
          "a reservation has 1 to " + MOST_LINES + " lines, was " + lines.size());
    }
    Set<String> seen = new HashSet<>();
    List<PurchaseLineData> checked = new ArrayList<>();
    for (ReservationLine line : lines) {
      String code =
          RequestChecks.notBlank("ticketTypeCode", line == null ? null : line.getTicketTypeCode());
      if (!seen.add(code)) {
        throw RequestChecks.invalid("ticketTypeCode must not repeat: " + code);
      }
      int quantity = line.getQuantity() == null ? 0 : line.getQuantity();
      if (quantity < 1 || quantity > MOST_TICKETS) {
        throw RequestChecks.invalid("quantity must be 1 to " + MOST_TICKETS + ", was " + quantity);
      }
      PurchaseLineData data = new PurchaseLineData();
      data.setTicketTypeCode(code);
      data.setQuantity(quantity);
      checked.add(data);
    }
    return checked;
  }

  private static Reservation reservation(ReservationData data) {
    Reservation reservation = new Reservation();
    reservation.setReservationId(data.reservationId());
    reservation.setRequestId(data.requestId());
    reservation.setCustomerId(data.customerId());
    reservation.setEventCode(data.eventCode());
    reservation.setStatus(data.status());
    reservation.setCreatedAt(data.createdAt());
    reservation.setExpiresAt(data.expiresAt());
    for (PurchaseLineData lineData : data.lines()) {
      ReservationLine line = new ReservationLine();
      line.setTicketTypeCode(lineData.getTicketTypeCode());
      line.setQuantity(lineData.getQuantity());
      reservation.getLine().add(line);
    }
    return reservation;
  }

  private static InventoryFaultMessage fault(ServiceRefusal refusal) {
    InventoryFault fault = new InventoryFault();
    fault.setCode(FaultCode.fromValue(refusal.getCode()));
    fault.setMessage(refusal.getMessage());
    return new InventoryFaultMessage(refusal.getMessage(), fault);
  }
}

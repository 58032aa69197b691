package com.turnstile.ws.v3;

import com.turnstile.service.OperationDispatcher;
import com.turnstile.service.ServiceRefusal;
import com.turnstile.transfer.EventData;
import com.turnstile.transfer.EventListQuery;
import com.turnstile.transfer.EventPage;
import com.turnstile.transfer.EventSearch;
import com.turnstile.transfer.TicketTypeData;
import com.turnstile.ws.UnexpectedFailure;
import com.turnstile.ws.v3.gen.events.Event;
import com.turnstile.ws.v3.gen.events.Events;
import com.turnstile.ws.v3.gen.events.EventsFault;
import com.turnstile.ws.v3.gen.events.EventsFaultMessage;
import com.turnstile.ws.v3.gen.events.FaultCode;
import com.turnstile.ws.v3.gen.events.GetEvent;
import com.turnstile.ws.v3.gen.events.GetEventResponse;
import com.turnstile.ws.v3.gen.events.ListEvents;
import com.turnstile.ws.v3.gen.events.ListEventsResponse;
import com.turnstile.ws.v3.gen.events.SearchEvents;
import com.turnstile.ws.v3.gen.events.SearchEventsResponse;
import com.turnstile.ws.v3.gen.events.Sort;
import com.turnstile.ws.v3.gen.events.TicketType;
import jakarta.jws.HandlerChain;
import jakarta.jws.WebService;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/** What is on, version 3. Thread-safe: it keeps nothing. */
@WebService(
    serviceName = "EventsService",
    portName = "EventsPort",
    targetNamespace = "http://turnstile.example/events/v3",
    endpointInterface = "com.turnstile.ws.v3.gen.events.Events")
@HandlerChain(file = "/com/turnstile/ws/session-handlers.xml")
public class EventsEndpoint implements Events {

  private static final Logger LOG = Logger.getLogger(EventsEndpoint.class.getName());

  @Override
  public ListEventsResponse listEvents(ListEvents parameters) throws EventsFaultMessage {
    try {
      EventListQuery query =
          new EventListQuery(
              RequestChecks.time("from", parameters.getFrom()),
              RequestChecks.limit(parameters.getLimit()));
      ListEventsResponse response = new ListEventsResponse();
      for (Object found : (List<?>) OperationDispatcher.dispatch("listEvents", query)) {
        response.getEvent().add(event((EventData) found));
      }
      return response;
    } catch (ServiceRefusal refusal) {
      throw fault(refusal);
    } catch (RuntimeException e) {
      LOG.log(Level.SEVERE, "listEvents failed", e);
      throw UnexpectedFailure.fault();
    }
  }

  @Override
  public GetEventResponse getEvent(GetEvent parameters) throws EventsFaultMessage {
    try {
      String code = RequestChecks.notBlank("eventCode", parameters.getEventCode());
      GetEventResponse response = new GetEventResponse();
      response.setEvent(event((EventData) OperationDispatcher.dispatch("getEvent", code)));
      return response;
    } catch (ServiceRefusal refusal) {
      throw fault(refusal);
    } catch (RuntimeException e) {
      LOG.log(Level.SEVERE, "getEvent failed", e);
      throw UnexpectedFailure.fault();
    }
  }

  @Override
  public SearchEventsResponse searchEvents(SearchEvents parameters) throws EventsFaultMessage {
    try {
      EventPage page = (EventPage) OperationDispatcher.dispatch("searchEvents", search(parameters));
      SearchEventsResponse response = new SearchEventsResponse();
      response.setMatches(page.matches());
      for (EventData found : page.events()) {
        response.getEvent().add(event(found));
      }
      return response;
    } catch (ServiceRefusal refusal) {
      throw fault(refusal);
    } catch (RuntimeException e) {
      LOG.log(Level.SEVERE, "searchEvents failed", e);
      throw UnexpectedFailure.fault();
    }
  }

  private static EventSearch search(SearchEvents parameters) throws ServiceRefusal {
    EventSearch search =
        new EventSearch(
            RequestChecks.optional("text", parameters.getText()),
            RequestChecks.optional("venue", parameters.getVenue()),
            RequestChecks.optional("countryCode", parameters.getCountryCode()),
            RequestChecks.optionalTime("from", parameters.getFrom()),
            RequestChecks.optionalTime("to", parameters.getTo()),
            RequestChecks.given("sort", parameters.getSort(), Sort.values()).name(),
            RequestChecks.limit(parameters.getLimit()));
    RequestChecks.ordered(search.from(), search.to());
    return search;
  }

  private static Event event(EventData data) {
    Event event = new Event();
    event.setEventCode(data.code());
    event.setName(data.name());
    event.setVenueName(data.venueName());
    event.setCountryCode(data.countryCode());
    event.setStartsAt(data.startsAt());
    event.setStatus(data.status());
    event.setCurrency(data.currency());
    for (TicketTypeData typeData : data.ticketTypes()) {
      TicketType type = new TicketType();
      type.setCode(typeData.code());
      type.setName(typeData.name());
      type.setUnitPrice(typeData.unitPrice());
      type.setAvailable(typeData.available());
      event.getTicketType().add(type);
    }
    return event;
  }

  private static EventsFaultMessage fault(ServiceRefusal refusal) {
    EventsFault fault = new EventsFault();
    fault.setCode(FaultCode.fromValue(refusal.getCode()));
    fault.setMessage(refusal.getMessage());
    return new EventsFaultMessage(refusal.getMessage(), fault);
  }
}

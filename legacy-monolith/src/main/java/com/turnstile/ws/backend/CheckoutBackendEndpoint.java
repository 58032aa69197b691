package com.turnstile.ws.backend;

import com.turnstile.service.OperationDispatcher;
import com.turnstile.service.ServiceRefusal;
import com.turnstile.transfer.OrderData;
import com.turnstile.transfer.PurchaseData;
import com.turnstile.transfer.RefusalData;
import com.turnstile.ws.UnexpectedFailure;
import jakarta.jws.WebService;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The back end's endpoint. Thread-safe: it keeps nothing. */
@WebService(
    serviceName = "CheckoutBackendService",
    portName = "CheckoutBackendPort",
    targetNamespace = CheckoutBackend.NAMESPACE,
    endpointInterface = "com.turnstile.ws.backend.CheckoutBackend")
public class CheckoutBackendEndpoint implements CheckoutBackend {

  private static final Logger LOG = Logger.getLogger(CheckoutBackendEndpoint.class.getName());

  @Override
  public OrderData executePurchase(PurchaseData purchase) throws BackendFault {
    return dispatch("executePurchase", purchase, purchase.getRequestId());
  }

  @Override
  public OrderData loadOrder(String orderReference) throws BackendFault {
    return dispatch("loadOrder", orderReference, orderReference);
  }

  @Override
  public OrderData executeRefund(String orderReference) throws BackendFault {
    return dispatch("executeRefund", orderReference, orderReference);
  }

  private static OrderData dispatch(String operation, Object argument, String subject)
      throws BackendFault {
    try {
      return (OrderData) OperationDispatcher.dispatch(operation, argument);
    } catch (ServiceRefusal refusal) {
      RefusalData data = new RefusalData();
      data.setCode(refusal.getCode());
      data.setMessage(refusal.getMessage());
      throw new BackendFault(refusal.getMessage(), data);
    } catch (RuntimeException e) {
      LOG.log(Level.SEVERE, operation + " of " + subject + " failed", e);
      throw UnexpectedFailure.fault();
    }
  }
}

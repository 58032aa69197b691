package com.turnstile.ws.v3;

import com.turnstile.service.OperationDispatcher;
import com.turnstile.service.ServiceRefusal;
import com.turnstile.transfer.InstructionData;
import com.turnstile.ws.UnexpectedFailure;
import com.turnstile.ws.v3.gen.instructions.Create;
import com.turnstile.ws.v3.gen.instructions.CreateResponse;
import com.turnstile.ws.v3.gen.instructions.Delete;
import com.turnstile.ws.v3.gen.instructions.DeleteResponse;
import com.turnstile.ws.v3.gen.instructions.FaultCode;
import com.turnstile.ws.v3.gen.instructions.Get;
import com.turnstile.ws.v3.gen.instructions.GetResponse;
import com.turnstile.ws.v3.gen.instructions.Instruction;
import com.turnstile.ws.v3.gen.instructions.Instructions;
import com.turnstile.ws.v3.gen.instructions.InstructionsFault;
import com.turnstile.ws.v3.gen.instructions.InstructionsFaultMessage;
import com.turnstile.ws.v3.gen.instructions.Update;
import com.turnstile.ws.v3.gen.instructions.UpdateResponse;
import jakarta.jws.HandlerChain;
import jakarta.jws.WebService;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The public endpoint of standing payment instructions. Thread-safe. */
@WebService(
    serviceName = "InstructionsService",
    portName = "InstructionsPort",
    targetNamespace = "http://turnstile.example/instructions/v3",
    endpointInterface = "com.turnstile.ws.v3.gen.instructions.Instructions")
@HandlerChain(file = "/com/turnstile/ws/session-handlers.xml")
public class InstructionsEndpoint implements Instructions {

  private static final Logger LOG = Logger.getLogger(InstructionsEndpoint.class.getName());

  @Override
  public CreateResponse create(Create parameters) throws InstructionsFaultMessage {
    InstructionValidator.validate(parameters);
    InstructionData wanted = new InstructionData();
    wanted.setRequestId(parameters.getRequestId());
    wanted.setCustomerId(parameters.getCustomerId());
    wanted.setPaymentToken(parameters.getPaymentToken());
    wanted.setCardLastFour(parameters.getCardLastFour());
    wanted.setAmount(parameters.getAmount());
    wanted.setCurrency(parameters.getCurrency());
    wanted.setFrequency(parameters.getFrequency());
    CreateResponse response = new CreateResponse();
    response.setInstruction(
        instruction(dispatch("createInstruction", wanted, parameters.getRequestId())));
    return response;
  }

  @Override
  public UpdateResponse update(Update parameters) throws InstructionsFaultMessage {
    InstructionValidator.validate(parameters);
    InstructionData wanted = new InstructionData();
    wanted.setReference(parameters.getReference());
    wanted.setVersion(parameters.getVersion());
    wanted.setAmount(parameters.getAmount());
    wanted.setFrequency(parameters.getFrequency());
    wanted.setStatus(parameters.getStatus());
    UpdateResponse response = new UpdateResponse();
    response.setInstruction(
        instruction(dispatch("updateInstruction", wanted, parameters.getReference())));
    return response;
  }

  @Override
  public GetResponse get(Get parameters) throws InstructionsFaultMessage {
    String reference = InstructionValidator.reference(parameters.getReference());
    GetResponse response = new GetResponse();
    response.setInstruction(instruction(dispatch("loadInstruction", reference, reference)));
    return response;
  }

  @Override
  public DeleteResponse delete(Delete parameters) throws InstructionsFaultMessage {
    String reference = InstructionValidator.reference(parameters.getReference());
    DeleteResponse response = new DeleteResponse();
    response.setReference((String) dispatch("deleteInstruction", reference, reference));
    return response;
  }

  private static Object dispatch(String operation, Object argument, String subject)
      throws InstructionsFaultMessage {
    try {
      return OperationDispatcher.dispatch(operation, argument);
    } catch (ServiceRefusal refusal) {
      throw fault(FaultCode.fromValue(refusal.getCode()), refusal.getMessage());
    } catch (RuntimeException e) {
      LOG.log(Level.SEVERE, operation + " of " + subject + " failed", e);
      throw UnexpectedFailure.fault();
    }
  }

  private static Instruction instruction(Object answer) {
    InstructionData data = (InstructionData) answer;
    Instruction instruction = new Instruction();
    instruction.setReference(data.getReference());
    instruction.setRequestId(data.getRequestId());
    instruction.setCustomerId(data.getCustomerId());
    instruction.setPaymentToken(data.getPaymentToken());
    instruction.setCardLastFour(data.getCardLastFour());
    instruction.setAmount(data.getAmount());
    instruction.setCurrency(data.getCurrency());
    instruction.setFrequency(data.getFrequency());
    instruction.setStatus(data.getStatus());
    instruction.setCreatedAt(data.getCreatedAt());
    instruction.setVersion(data.getVersion());
    return instruction;
  }

  static InstructionsFaultMessage fault(FaultCode code, String message) {
    InstructionsFault fault = new InstructionsFault();
    fault.setCode(code);
    fault.setMessage(message);
    return new InstructionsFaultMessage(message, fault);
  }
}

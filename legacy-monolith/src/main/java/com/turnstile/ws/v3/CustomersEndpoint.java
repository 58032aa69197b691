package com.turnstile.ws.v3;

import com.turnstile.service.OperationDispatcher;
import com.turnstile.service.ServiceRefusal;
import com.turnstile.transfer.AddressData;
import com.turnstile.transfer.ContactData;
import com.turnstile.transfer.PreferenceData;
import com.turnstile.transfer.ProfileData;
import com.turnstile.ws.UnexpectedFailure;
import com.turnstile.ws.v3.gen.customers.Address;
import com.turnstile.ws.v3.gen.customers.Customers;
import com.turnstile.ws.v3.gen.customers.CustomersFault;
import com.turnstile.ws.v3.gen.customers.CustomersFaultMessage;
import com.turnstile.ws.v3.gen.customers.FaultCode;
import com.turnstile.ws.v3.gen.customers.GetProfile;
import com.turnstile.ws.v3.gen.customers.GetProfileResponse;
import com.turnstile.ws.v3.gen.customers.Preference;
import com.turnstile.ws.v3.gen.customers.Profile;
import com.turnstile.ws.v3.gen.customers.UpdateContact;
import com.turnstile.ws.v3.gen.customers.UpdateContactResponse;
import jakarta.jws.HandlerChain;
import jakarta.jws.WebService;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Pattern;

/** The public endpoint of customers. Thread-safe. */
@WebService(
    serviceName = "CustomersService",
    portName = "CustomersPort",
    targetNamespace = "http://turnstile.example/customers/v3",
    endpointInterface = "com.turnstile.ws.v3.gen.customers.Customers")
@HandlerChain(file = "/com/turnstile/ws/session-handlers.xml")
public class CustomersEndpoint implements Customers {

  private static final Logger LOG = Logger.getLogger(CustomersEndpoint.class.getName());
  private static final Pattern EMAIL = Pattern.compile("[^@\\s]{1,64}@[^@\\s]{1,95}");
  private static final int LONGEST_NAME = 120;

  @Override
  public GetProfileResponse getProfile(GetProfile parameters) throws CustomersFaultMessage {
    long customerId = customerId(parameters.getCustomerId());
    ProfileData profile = (ProfileData) dispatch("loadProfile", customerId, customerId);
    GetProfileResponse response = new GetProfileResponse();
    response.setProfile(profile(profile));
    return response;
  }

  @Override
  public UpdateContactResponse updateContact(UpdateContact parameters)
      throws CustomersFaultMessage {
    ContactData contact = new ContactData();
    contact.setCustomerId(customerId(parameters.getCustomerId()));
    String name = parameters.getName();
    if (name != null && (name.isBlank() || name.length() > LONGEST_NAME)) {
      throw invalid(
          "name must be 1 to " + LONGEST_NAME + " characters and not blank, was " + name.length());
    }
    contact.setName(name);
    if (parameters.getEmail() == null || !EMAIL.matcher(parameters.getEmail()).matches()) {
      throw invalid("email must be an address such as name@host, of at most 160 characters");
    }
    contact.setEmail(parameters.getEmail());
    if (parameters.getVersion() == null || parameters.getVersion() < 0) {
      throw invalid("version must be 0 or more, was " + parameters.getVersion());
    }
    contact.setVersion(parameters.getVersion());
    ProfileData profile = (ProfileData) dispatch("updateContact", contact, contact.getCustomerId());
    UpdateContactResponse response = new UpdateContactResponse();
    response.setProfile(profile(profile));
    return response;
  }

  private static long customerId(Long customerId) throws CustomersFaultMessage {
    if (customerId == null || customerId <= 0) {
      throw invalid("customerId must be positive, was " + customerId);
    }
    return customerId;
  }

  private static Object dispatch(String operation, Object argument, long customerId)
      throws CustomersFaultMessage {
    try {
      return OperationDispatcher.dispatch(operation, argument);
    } catch (ServiceRefusal refusal) {
      throw fault(FaultCode.fromValue(refusal.getCode()), refusal.getMessage());
    } catch (RuntimeException e) {
      LOG.log(Level.SEVERE, operation + " of customer " + customerId + " failed", e);
      throw UnexpectedFailure.fault();
    }
  }

  private static Profile profile(ProfileData data) {
    Profile profile = new Profile();
    profile.setCustomerId(data.getCustomerId());
    profile.setName(data.getName());
    profile.setEmail(data.getEmail());
    profile.setCountryCode(data.getCountryCode());
    profile.setRoleCode(data.getRoleCode());
    profile.setStatus(data.getStatus());
    profile.setCreatedAt(data.getCreatedAt());
    profile.setVersion(data.getVersion());
    profile.setOrderCount(data.getOrderCount());
    profile.setLastOrderReference(data.getLastOrderReference());
    for (AddressData addressData : data.getAddresses()) {
      Address address = new Address();
      address.setKind(addressData.getKind());
      address.setStreet(addressData.getStreet());
      address.setPostCode(addressData.getPostCode());
      address.setCity(addressData.getCity());
      address.setCountryCode(addressData.getCountryCode());
      profile.getAddress().add(address);
    }
    for (PreferenceData preferenceData : data.getPreferences()) {
      Preference preference = new Preference();
      preference.setName(preferenceData.getName());
      preference.setValue(preferenceData.getValue());
      profile.getPreference().add(preference);
    }
    return profile;
  }

  private static CustomersFaultMessage invalid(String message) {
    return fault(FaultCode.INVALID_REQUEST, message);
  }

  private static CustomersFaultMessage fault(FaultCode code, String message) {
    CustomersFault fault = new CustomersFault();
    fault.setCode(code);
    fault.setMessage(message);
    return new CustomersFaultMessage(message, fault);
  }
}

--liquibase formatted sql

-- What Checkout keeps beside the orders.

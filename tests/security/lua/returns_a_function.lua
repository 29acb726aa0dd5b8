-- expect: unknown nonsense
return function() end
